package org.sealward.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The Dockerfile, as far as it can be looked at; {@link RuntimeIT} runs what it lays out. */
class DockerfileTest {
  private static final Dockerfile FILE = Dockerfile.read();

  @Test
  void image_isMadeOfOneVersion_andHasNothingOfItsBase() {
    assertThat(FILE.stages()).hasSize(2);
    assertThat(FILE.stages().getFirst().getFirst())
        .matches("FROM [a-z-]+:(\\d+\\.\\d+\\.\\d+\\S*|\\S+@sha256:[0-9a-f]{64}) AS build");
    assertThat(FILE.stages().getLast().getFirst()).isEqualTo("FROM scratch");
    assertThat(FILE.last("COPY")).hasSize(2).allMatch(copy -> copy.startsWith("--from=build "));
    assertThat(FILE.last("RUN")).as("there is no shell to run it").isEmpty();
  }

  @Test
  void service_isNobody_andIsToldToStopInOrder() {
    assertThat(FILE.last("USER")).containsExactly("65532:65532");
    assertThat(FILE.last("STOPSIGNAL")).containsExactly("SIGTERM");
    assertThat(FILE.last("HEALTHCHECK")).containsExactly("NONE");
    assertThat(FILE.entrypoint().getFirst()).as("no shell in between").startsWith("/opt/sealward/");
  }

  @Test
  void settings_areWhatTheServiceUnderstands() {
    Map<String, String> required = new HashMap<>(ComposeTest.settings());
    required.putAll(FILE.environment());
    assertThat(ComposeTest.faults(required)).isEmpty();
  }

  /** So that nothing of the image, such as a folder, meets what excludes it, such as a bucket. */
  @Test
  void settings_ofTheImage_areSaidAgainByTerraform() throws IOException {
    String module = Files.readString(Path.of("terraform", "modules", "service", "main.tf"));
    Set<String> said =
        Pattern.compile("(?m)^ +(SEALWARD_[A-Z_]+) +=")
            .matcher(module)
            .results()
            .map(setting -> setting.group(1))
            .collect(Collectors.toSet());

    assertThat(said).contains("SEALWARD_OBJECTS_BUCKET");
    assertThat(FILE.environment()).isNotEmpty();
    assertThat(said).containsAll(FILE.environment().keySet());
  }

  @Test
  void folders_thatAreWritten_areTheUsersOwn() {
    assertThat(FILE.stages().getFirst())
        .anyMatch(line -> line.matches("RUN .* mv \\S+/data \\S+/tmp /home/ubuntu/writable"));
    assertThat(FILE.last("COPY").getLast())
        .isEqualTo("--from=build --chown=65532:65532 /home/ubuntu/writable/ /");
    assertThat(FILE.last("VOLUME")).containsExactly("[\"/tmp\"]");
    assertThat(FILE.last("WORKDIR")).as("data/objects is /data/objects").containsExactly("/");
  }
}
