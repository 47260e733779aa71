package org.sealward.client;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MembershipEntry;

/** The newest membership entry of a conversation that this device has seen. */
record Head(long epoch, Bytes membershipHash) {
  private static final Pattern TEXT =
      Pattern.compile("(0|[1-9]\\d{0,8}) ([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])");

  static Head of(MembershipEntry entry) {
    return new Head(entry.epoch(), entry.membershipHash());
  }

  /** The form in a device store: epoch, blank, hash in base64url. */
  Bytes encoded() {
    return Bytes.utf8(epoch + " " + membershipHash.base64Url());
  }

  static Head decode(Bytes encoded) {
    Matcher text = TEXT.matcher(new String(encoded.toArray(), StandardCharsets.UTF_8));
    if (!text.matches()) {
      throw new IllegalStateException("the device store holds something that is no head");
    }
    return new Head(Long.parseLong(text.group(1)), Bytes.fromBase64Url(text.group(2)));
  }
}
