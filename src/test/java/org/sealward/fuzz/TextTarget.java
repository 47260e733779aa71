package org.sealward.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.RecoveryCode;
import org.sealward.json.JsonRefusedException;

/** Values that have one text form: bytes, ids, the recovery code. */
public final class TextTarget implements Target {
  private final Target texts =
      Choice.of(TextTarget::base64Url, TextTarget::hex, TextTarget::id, TextTarget::recoveryCode);

  /** With a mapper, whose making takes seconds. */
  public TextTarget() {
    var _ = new JsonTarget(UUID.class);
  }

  @Override
  public void accept(byte[] input) throws Exception {
    texts.accept(input);
  }

  private static void base64Url(byte[] input) {
    String text = new String(input, UTF_8);
    try {
      assertThat(Bytes.fromBase64Url(text).base64Url()).isEqualTo(text);
    } catch (IllegalArgumentException _) {
      // refused
    }
  }

  private static void hex(byte[] input) {
    String text = new String(input, UTF_8);
    try {
      assertThat(Bytes.fromHex(text).hex()).isEqualTo(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      // refused
    }
  }

  private static void id(byte[] input) throws Exception {
    byte[] json = ("\"" + new String(input, UTF_8) + "\"").getBytes(UTF_8);
    UUID id;
    try {
      id = Json.read(json, UUID.class);
    } catch (JsonRefusedException _) {
      return;
    }
    assertThat(id.toString()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(Json.read(json, String.class)).isEqualTo(id.toString());
  }

  /** What a person may type for a character of the code, besides itself. */
  private static void recoveryCode(byte[] input) {
    String typed = new String(input, UTF_8);
    try (RecoveryCode code = RecoveryCode.parse(typed.toCharArray())) {
      String meant = typed.replaceAll("[- ]", "").replaceAll("[oO]", "0").replaceAll("[iIlL]", "1");
      assertThat(new String(code.toChars()).replace("-", "")).isEqualTo(upperCase(meant));
    } catch (InvalidEnvelopeException _) {
      // refused
    }
  }

  /** Of ASCII letters alone. */
  private static String upperCase(String text) {
    StringBuilder upper = new StringBuilder();
    text.chars().map(c -> c >= 'a' && c <= 'z' ? c - 32 : c).forEach(upper::appendCodePoint);
    return upper.toString();
  }
}
