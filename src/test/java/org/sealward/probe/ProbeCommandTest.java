package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestService;
import org.sealward.envelope.OwnProberKey;

final class ProbeCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return ProbeCommand.line(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }

  private int probe(String service, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--service",
                service,
                "--location",
                "sofia",
                "--data",
                folder.resolve("data").toString(),
                "--canaries",
                TestCanaries.get().file(folder).toString()));
    arguments.addAll(Arrays.asList(more));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void once_ofAServiceThatIsWell_printsTheProbe_andEndsGood() throws Exception {
    assertThat(probe(TestService.get().url().toString(), "--once", "--json")).isZero();

    JsonNode line =
        Objects.requireNonNull(
            JsonMapper.createDefault().readValue(out.toString(), JsonNode.class));
    assertThat(text(line, "outcome")).isEqualTo("good");
    assertThat(text(line, "location")).isEqualTo("sofia");
    assertThat(Objects.requireNonNull(line.get("steps")).size()).isEqualTo(7);
    assertThat(err.toString()).isEmpty();
    assertThat(folder.resolve("data/observations")).doesNotExist();
  }

  @Test
  void once_ofAServiceThatIsNotThere_endsBad_andSaysWhy() {
    assertThat(probe("http://127.0.0.1:1", "--once")).isEqualTo(1);

    assertThat(out.toString())
        .contains("  bad  site ", " ms unreachable  (the service did not answer: ");
  }

  @Test
  void key_isShownAsTheSettingWantsIt_andStaysTheSame() throws Exception {
    Path data = folder.resolve("new");
    assertThat(run("key", "--location", "sofia", "--data", data.toString())).isZero();
    try (ProberFolder opened = ProberFolder.open(data);
        OwnProberKey key = opened.key()) {
      assertThat(out.toString().strip())
          .isEqualTo("SEALWARD_AVAILABILITY_PROBERS=\"sofia " + key.publicKey().base64Url() + "\"");
      // Also while a prober uses the folder.
      assertThat(run("key", "--location", "sofia", "--data", data.toString())).isZero();
    }
    assertThat(out.toString().lines().distinct()).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void folder_thatAnotherProberUses_isRefused() throws Exception {
    try (ProberFolder opened = ProberFolder.open(folder.resolve("data"))) {
      assertThat(opened.picture()).doesNotExist();
      assertThat(probe("http://127.0.0.1:1", "--once")).isEqualTo(2);
    }
    assertThat(err.toString()).contains("Another process uses the folder");
  }

  @Test
  void whatIsGivenWrong_isAUsageError() {
    assertThat(probe("http://example.org", "--once")).isEqualTo(2);
    assertThat(probe("https://example.org", "--once", "--interval", "soon")).isEqualTo(2);
    assertThat(run("--service", "https://example.org", "--location", "sofia")).isEqualTo(2);
    assertThat(run("key", "--location", "Sofia", "--data", folder.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("https://", "'soon' is not a time", "Give --canaries FILE", "the first a letter");
  }

  private static String text(JsonNode line, String field) {
    return Objects.requireNonNull(line.get(field), field).getStringValue();
  }
}
