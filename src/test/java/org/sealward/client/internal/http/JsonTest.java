package org.sealward.client.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.api.Institution;
import org.sealward.api.Page;

final class JsonTest {
  private static final UUID ID = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");

  @Test
  void exactShape_isRead() throws IOException {
    assertThat(read("{\"id\":\"" + ID + "\",\"name\":\"Heartwood\"}"))
        .isEqualTo(new Institution(ID, "Heartwood"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"name\":\"H\",\"more\":1}",
        "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"name\":\"H\",\"name\":\"I\"}",
        "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\"}",
        "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"name\":null}",
        "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"name\":7}",
        "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"name\":[\"H\"]}",
        "{\"id\":\"0F8FAD5B-D9CB-469F-A165-70867728950E\",\"name\":\"H\"}",
        "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"name\":\"\\ud800\"}",
        "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"name\":\"H\"}.",
        "null",
        "",
        "<html>"
      })
  void anotherShape_isRefused(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
  }

  @Test
  void page_isRead_withItsCursor() throws IOException {
    Page<Institution> page =
        Json.readPage(
            ("{\"items\":[{\"id\":\"" + ID + "\",\"name\":\"H\"}],\"next\":\"c\"}").getBytes(UTF_8),
            Institution.class);

    assertThat(page).isEqualTo(new Page<>(List.of(new Institution(ID, "H")), "c"));
  }

  private static Institution read(String json) throws IOException {
    return Json.read(json.getBytes(UTF_8), Institution.class);
  }
}
