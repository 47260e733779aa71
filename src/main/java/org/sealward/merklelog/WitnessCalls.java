package org.sealward.merklelog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.AddCheckpoint;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.NoteSignature;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.Verdict;
import org.sealward.transparency.VerifierKey;
import org.sealward.transparency.WitnessAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a witness for its cosignature (C2SP tlog-witness), and believes none that does not verify.
 */
@Singleton
class WitnessCalls {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessCalls.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int LONGEST_ANSWER = 1 << 16;

  /** How a witness answered. */
  sealed interface Answer {
    /**
     * It has cosigned.
     *
     * @param seconds since 1970, the witness's clock
     */
    record Cosigned(NoteSignature line, long seconds) implements Answer {}

    /** It knows the log with another size. */
    record OtherSize(long size) implements Answer {}

    /** It says that this is not the log that it knows. */
    record Inconsistent() implements Answer {}

    /** No answer, or none of use. */
    record Failed() implements Answer {}
  }

  private final List<WitnessAddress> witnesses;
  private final MeterRegistry metrics;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  WitnessCalls(WitnessProperties properties, MeterRegistry metrics) {
    this.witnesses = properties.all();
    this.metrics = metrics;
  }

  List<WitnessAddress> all() {
    return witnesses;
  }

  /** Blocks three seconds at most. */
  Answer ask(WitnessAddress witness, VerifierKey log, AddCheckpoint request) {
    Answer answer;
    try {
      answer = answer(witness, log, request);
    } catch (IOException | LogFormatException e) {
      LOG.warn("witness {} is of no use: {}", witness.key().name(), e.getClass().getSimpleName());
      answer = new Answer.Failed();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      answer = new Answer.Failed();
    }
    Counter.builder("sealward.witness.answers")
        .description("Answers of witnesses")
        .tag("witness", witness.key().name())
        .tag("outcome", answer.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .register(metrics)
        .increment();
    return answer;
  }

  private Answer answer(WitnessAddress witness, VerifierKey log, AddCheckpoint request)
      throws IOException, InterruptedException {
    HttpRequest post =
        HttpRequest.newBuilder(witness.addCheckpoint())
            .timeout(PATIENCE)
            .header("Content-Type", "text/plain; charset=utf-8")
            .header("User-Agent", "Sealward")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.encode().toArray()))
            .build();
    HttpResponse<InputStream> response = http.send(post, HttpResponse.BodyHandlers.ofInputStream());
    Bytes body;
    try (InputStream content = response.body()) {
      body = Bytes.of(content.readNBytes(LONGEST_ANSWER));
    }
    return switch (response.statusCode()) {
      case 200 -> verified(witness.key(), log, request.checkpoint(), body);
      case 409 -> new Answer.OtherSize(WitnessAnswer.OtherSize.parse(body).size());
      case 422 -> new Answer.Inconsistent();
      default -> {
        LOG.warn("witness {} answers {}", witness.key().name(), response.statusCode());
        yield new Answer.Failed();
      }
    };
  }

  private static Answer verified(
      VerifierKey witness, VerifierKey log, SignedCheckpoint checkpoint, Bytes body)
      throws IOException {
    List<NoteSignature> lines =
        NoteSignature.parse(body).stream()
            .filter(line -> line.name().equals(witness.name()) && line.keyId() == witness.id())
            .toList();
    LogPolicy policy =
        new LogPolicy(checkpoint.checkpoint().origin(), log, List.of(witness), 1, Duration.ZERO);
    for (NoteSignature line : lines) {
      if (policy.checkSignatures(checkpoint.with(List.of(line)))
          instanceof Verdict.Accepted accepted) {
        return new Answer.Cosigned(line, accepted.cosignatures().getFirst().seconds());
      }
    }
    throw new IOException("no cosignature of the witness");
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
  }
}
