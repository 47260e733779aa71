package org.sealward.client;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.SignedBundle;

/** The newest keys of a person that this device accepted. */
record Pin(int version, Bytes fingerprint) {
  private static final Pattern TEXT =
      Pattern.compile("(0|[1-9]\\d{0,8}) ([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])");

  static Pin of(SignedBundle accepted) {
    return new Pin(accepted.bundle().version(), accepted.bundle().fingerprint());
  }

  /** The form in a device store: version, blank, fingerprint in base64url. */
  Bytes encoded() {
    return Bytes.utf8(version + " " + fingerprint.base64Url());
  }

  static Pin decode(Bytes encoded) {
    Matcher text = TEXT.matcher(new String(encoded.toArray(), StandardCharsets.UTF_8));
    if (!text.matches()) {
      throw new IllegalStateException("the device store holds something that is no pin");
    }
    return new Pin(Integer.parseInt(text.group(1)), Bytes.fromBase64Url(text.group(2)));
  }
}
