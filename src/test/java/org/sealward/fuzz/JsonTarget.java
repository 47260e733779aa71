package org.sealward.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.sealward.client.internal.http.Json;
import org.sealward.json.JsonRefusedException;

/** JSON of one shape: refused as what it is, or read again as the same. */
public record JsonTarget(Class<?> shape) implements Target {
  /** Reads once, since the first time takes seconds. */
  public JsonTarget {
    try {
      Json.read("{}".getBytes(UTF_8), shape);
    } catch (IOException _) {
      // most shapes have fields
    }
  }

  @Override
  public void accept(byte[] json) throws Exception {
    Object value;
    try {
      value = Json.read(json, shape);
    } catch (JsonRefusedException _) {
      return;
    }
    byte[] written = Json.write(value);
    Object again = Json.read(written, shape);
    assertThat(again).isEqualTo(value);
    assertThat(Json.write(again)).isEqualTo(written);
  }
}
