package org.sealward.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
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
}
