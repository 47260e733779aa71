package org.sealward.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  private final SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();

  @Test
  void values_areWhatTheyAre_inTheOrderOfTheFields() {
    fields.put("text", "a \"quote\"\nand a line");
    fields.put("number", 7);
    fields.put("large", 1L << 40);
    fields.put("truth", true);
    fields.put("list", List.of(1, "two", Map.of("three", 3)));
    fields.put("id", new UUID(0, 1));
    assertThat(JsonText.of(fields))
        .isEqualTo(
            "{\"text\":\"a \\\"quote\\\"\\nand a line\",\"number\":7,\"large\":1099511627776,"
                + "\"truth\":true,\"list\":[1,\"two\",{\"three\":3}],"
                + "\"id\":\"00000000-0000-0000-0000-000000000001\"}");
  }

  @Test
  void nulls_areLeftOutOfObjects_orNot() {
    fields.put("none", null);
    fields.put("one", 1);
    fields.put("list", Arrays.asList(null, 2));
    assertThat(JsonText.of(fields)).isEqualTo("{\"one\":1,\"list\":[null,2]}");
    assertThat(JsonText.withNulls(fields)).isEqualTo("{\"none\":null,\"one\":1,\"list\":[null,2]}");
  }
}
