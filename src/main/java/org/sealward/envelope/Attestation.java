package org.sealward.envelope;

import java.text.Normalizer;
import java.time.Instant;
import java.util.UUID;

/**
 * What an institution says of one of its specialists (protocol §3.8).
 *
 * @param fingerprint of the specialist's bundle
 * @param name 1 to 200 characters, in normal form C
 * @param specialty 1 to 100 characters, in normal form C
 * @param notAfter whole milliseconds
 */
public record Attestation(
    int suite,
    UUID institutionId,
    UUID userId,
    Bytes fingerprint,
    String name,
    String specialty,
    Instant notAfter) {
  private static final int NAME = 200;
  private static final int SPECIALTY = 100;

  public Attestation {
    Require.suite(suite);
    Require.hash("fingerprint", fingerprint);
    text("name", name, NAME);
    text("specialty", specialty, SPECIALTY);
    Require.time("notAfter", notAfter);
  }

  private static void text(String field, String value, int longest) {
    int length = value.codePointCount(0, value.length());
    Require.that(length >= 1 && length <= longest, field + " is empty or too long");
    Require.that(
        Normalizer.isNormalized(value, Normalizer.Form.NFC), field + " is not in normal form C");
  }

  /** The bytes that the institution signs. */
  public Bytes encoded() {
    return Pae.labelled("attestation")
        .id(institutionId)
        .id(userId)
        .bytes(fingerprint)
        .text(name)
        .text(specialty)
        .time(notAfter)
        .encode();
  }
}
