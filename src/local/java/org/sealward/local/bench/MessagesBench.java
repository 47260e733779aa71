package org.sealward.local.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Messages stored durably and delivered, by pairs in a closed loop. */
@Command(
    name = "messages",
    description =
        "Pairs of people send sealed messages of 1.5 kB over WebSockets; each is verified, committed"
            + " and delivered before the next. Beside it: plain one-row inserts of the same rows.")
final class MessagesBench extends Measurement {
  /** Gives a ciphertext of about 1.5 kB. */
  private static final int CONTENT = 1450;

  @Option(names = "--pairs", description = "How many (default: ${DEFAULT-VALUE}).")
  private int pairs = 32;

  @Option(names = "--seconds", description = "Measured time (default: ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(names = "--warm-up", description = "Seconds before it (default: ${DEFAULT-VALUE}).")
  private int warmUp = 30;

  @Option(
      names = "--supply",
      description = "Messages a second that are sealed beforehand (default: ${DEFAULT-VALUE}).")
  private int supply = 9_000;

  @Override
  void measure(Figures figures) throws Exception {
    try (Stand stand = Stand.start()) {
      Durability.require(stand.backends().database());
      List<Pair> people = pairs(stand);
      measure(people, stand, figures);
      stand.service().close();
      var inserts =
          new PlainInserts(stand.backends().database(), people.getFirst().message(CONTENT));
      inserts.perSecond(32, warmUp / 2 + 1);
      Durability.reuseLog(stand.backends().database());
      double plain = inserts.perSecond(32, seconds);
      figures.add(
          "plain-inserts-per-second", plain, "1/s", "one row a transaction, 32 connections");
      figures.add("ratio", figures.value("messages-per-second") / plain, "", "floor 0.3, aim 0.5");
    }
  }

  private List<Pair> pairs(Stand stand) {
    List<Pair> people = new ArrayList<>();
    try (var clinic = new BenchUser.Clinic(stand.backends(), stand.url())) {
      for (int i = 0; i < pairs; i++) {
        people.add(Pair.begin(clinic.specialist(), clinic.specialist()));
      }
    }
    return people;
  }

  private void measure(List<Pair> people, Stand stand, Figures figures)
      throws IOException, SQLException {
    int each = Math.max(50, (warmUp + seconds) * supply / pairs);
    int alone = 500 + 200 * seconds;
    List<List<byte[]>> frames = new ArrayList<>();
    for (Pair pair : people) {
      frames.add(pair.frames(frames.isEmpty() ? each + alone : each, CONTENT));
    }
    var tally = new Exchange.Tally();
    try (var load = new SocketLoad(stand.url())) {
      List<Exchange> exchanges = new ArrayList<>();
      for (int i = 0; i < people.size(); i++) {
        exchanges.add(new Exchange(people.get(i), frames.get(i), load, tally));
      }
      load.run(() -> tally.ready == 2 * people.size());

      run(exchanges, warmUp, load, tally);
      Durability.reuseLog(stand.backends().database());
      ProcessorTime before = ProcessorTime.now(stand);
      double rate = run(exchanges, seconds, load, tally);
      ProcessorTime after = ProcessorTime.now(stand);
      figures.note(
          "%d pairs, %d s after %d s of warm-up, body %d bytes, frame %d bytes, fsync and"
                  .formatted(
                      pairs,
                      seconds,
                      warmUp,
                      people.getFirst().message(CONTENT).body().length(),
                      frames.getFirst().getFirst().length)
              + " synchronous_commit on, load generator on the same processors");
      figures.add("messages-per-second", rate, "1/s", "floor 7 000, aim 10 000");
      figures.add("delivered-p50", tally.delivered.quantile(0.5), "ms");
      figures.add("delivered-p99", tally.delivered.quantile(0.99), "ms", "aim 25");
      figures.add("delivered-p99.9", tally.delivered.quantile(0.999), "ms");
      figures.add("acknowledged-p50", tally.acknowledged.quantile(0.5), "ms");
      figures.add("acknowledged-p99", tally.acknowledged.quantile(0.99), "ms");
      figures.add("acknowledged-p99.9", tally.acknowledged.quantile(0.999), "ms");
      after.addTo(figures, before, tally.delivered.count());

      run(List.of(exchanges.getFirst()), Math.max(1, seconds / 3), load, tally);
      figures.add("one-pair-delivered-p50", tally.delivered.quantile(0.5), "ms", "aim 2");
      figures.add("one-pair-acknowledged-p50", tally.acknowledged.quantile(0.5), "ms");
    }
  }

  /** Messages a second; the tally then has those of this run. */
  private static double run(
      List<Exchange> exchanges, int seconds, SocketLoad load, Exchange.Tally tally)
      throws IOException {
    tally.clear();
    long began = System.nanoTime();
    long end = began + TimeUnit.SECONDS.toNanos(seconds);
    exchanges.forEach(Exchange::start);
    load.run(
        () ->
            System.nanoTime() - end > 0
                || exchanges.stream().anyMatch(exchange -> exchange.left() == 0));
    double rate = tally.delivered.count() * 1e9 / (System.nanoTime() - began);
    exchanges.forEach(Exchange::stop);
    load.run(() -> exchanges.stream().allMatch(Exchange::idle));
    return rate;
  }
}
