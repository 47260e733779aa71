package org.sealward.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sealward.local.aws.wire.JsonObject;

/**
 * Each benchmark for a moment, so that it works when somebody wants its figures. Most take long to
 * set up.
 */
class BenchIT {
  private static JsonObject figures(String... arguments) {
    var printed = new StringWriter();
    int code = Bench.commandLine().setOut(new PrintWriter(printed)).execute(arguments);
    assertThat(code).as(printed.toString()).isZero();
    JsonObject answer = JsonObject.parse(printed.toString());
    assertThat(answer.text("bench")).isEqualTo(arguments[0]);
    return answer.object("figures");
  }

  private static Set<String> names(String... arguments) {
    return figures(arguments).names();
  }

  @Test
  @Tag("long")
  void messages_forAMoment_printsItsFigures() {
    assertThat(
            names("messages", "--json", "--pairs=2", "--seconds=1", "--warm-up=1", "--supply=500"))
        .contains("messages-per-second", "delivered-p99.9", "one-pair-delivered-p50", "ratio");
  }

  @Test
  void seal_ofASmallImage_printsItsRatios() {
    assertThat(names("seal", "--json", "--rounds=1", "--bytes=100000"))
        .contains("seal-ratio", "open-ratio");
  }

  @Test
  @Tag("long")
  void sockets_aFew_printTheirMemory() {
    assertThat(names("sockets", "--json", "--sockets=30")).contains("memory-per-socket");
  }

  @Test
  void oracle_aFewForgeries_printsHowOftenTheyTookLonger() {
    assertThat(names("oracle", "--json", "--rounds=5"))
        .contains("message-padding-longer", "vault-content-tag-longer", "assist-nonce-longer");
  }

  @Test
  @Tag("long")
  void keyLog_aFewPublications_printsTheTimesToTheirProofs() {
    assertThat(names("key-log", "--json", "--publishers=2", "--rounds=2", "--warm-up=1"))
        .contains("proven-p50", "proven-p95", "proven-p99", "ratio");
  }

  @Test
  @Tag("long")
  void images_aFew_printTheirRate() {
    assertThat(
            names(
                "images",
                "--json",
                "--bytes=100000",
                "--images=2",
                "--rounds=1",
                "--seconds=0.2",
                "--warm-up=0.2"))
        .contains("download");
  }

  @Test
  @Tag("long")
  void start_onceEach_printsTheTimes() {
    assertThat(names("start", "--json", "--rounds=1")).contains("start", "start-with-cache");
  }
}
