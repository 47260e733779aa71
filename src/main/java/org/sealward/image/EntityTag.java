package org.sealward.image;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;

/**
 * The strong entity tag of an image's ciphertext (RFC 9110 §8.8.3).
 *
 * @param text with its quotation marks; the content digest in base64url between them
 */
record EntityTag(String text) {

  static EntityTag of(Bytes contentDigest) {
    return new EntityTag('"' + contentDigest.base64Url() + '"');
  }

  /** Whether {@code If-None-Match} names this tag: then the asker has what it asks for. */
  boolean isNamedBy(@Nullable String ifNoneMatch) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(","))
            .map(String::strip)
            .anyMatch(tag -> tag.equals("*") || tag.equals(text) || tag.equals("W/" + text));
  }

  /** Whether a {@code Range} counts: without {@code If-Range}, or with this tag in it. */
  boolean allowsRange(@Nullable String ifRange) {
    return ifRange == null || ifRange.equals(text);
  }
}
