package org.sealward.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.VerifierKey;
import org.sealward.witness.WitnessServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "witness",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a witness until Ctrl-C: it cosigns checkpoints of transparency logs that continue what",
      "it has seen, and no others. Speaks HTTP; a proxy before it speaks TLS."
    })
final class RunWitness implements Callable<Integer> {
  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Name of its key, such as witness.example.org.")
  private String name = "";

  @Option(
      names = "--log",
      required = true,
      paramLabel = "VKEY",
      description = "Verifier key of a log, as GET /v1/logs tells it; may be given again.")
  private List<String> logs = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where its key and what it has seen are kept (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("witness");

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Where it listens (default: ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Its port, 0 for any (default: ${DEFAULT-VALUE}).")
  private int port = 8090;

  /** Set by picocli. */
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<VerifierKey> keys = logs.stream().map(RunWitness::key).toList();
    try (WitnessServer server =
        WitnessServer.start(data, name, keys, new InetSocketAddress(host, port))) {
      var out = spec.commandLine().getOut();
      out.println("witness  " + server.prefix());
      out.println("key      " + server.key().encode());
      out.println(
          "setting  SEALWARD_WITNESS_ADDRESSES=\""
              + server.key().encode()
              + " "
              + server.prefix()
              + "\"");
      out.flush();
      new CountDownLatch(1).await();
      return 0;
    }
  }

  private static VerifierKey key(String text) {
    try {
      return VerifierKey.parse(text);
    } catch (LogFormatException e) {
      throw new UsageException("'" + text + "' is not the verifier key of a log");
    }
  }
}
