package org.sealward.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.sealward.Tool;

/** Prometheus' own tool for its rules. */
final class Promtool {
  private Promtool() {}

  record Ended(int code, String output) {}

  static void succeeds(String... arguments) {
    Ended ended = run(arguments);
    assertThat(ended.code()).as(ended.output()).isZero();
  }

  static Ended run(String... arguments) {
    String program = Tool.require("promtool").toString();
    List<String> command = Stream.concat(Stream.of(program), Stream.of(arguments)).toList();
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Ended(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
