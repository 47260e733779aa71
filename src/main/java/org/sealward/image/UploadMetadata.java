package org.sealward.image;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.sealward.platform.Problem;

/**
 * What the {@code Upload-Metadata} header of a creation says: exactly the keys {@code imageId},
 * {@code subjectId} and {@code conversationId}, each with a lower-case UUID in padded base64.
 *
 * @param header the header as it was sent; answered to {@code HEAD}
 */
record UploadMetadata(UUID imageId, UUID subjectId, UUID conversationId, String header) {

  /**
   * @throws Problem {@link ImageProblem#UPLOAD_NOT_VALID}
   */
  static UploadMetadata parse(String header) {
    Map<String, UUID> values = new HashMap<>();
    for (String pair : header.split(",", -1)) {
      int space = pair.indexOf(' ');
      if (space < 0) {
        throw invalid("every key needs a value");
      }
      String key = pair.substring(0, space);
      if (values.put(key, uuid(pair.substring(space + 1))) != null) {
        throw invalid("a key stands there twice");
      }
    }
    if (values.size() != 3) {
      throw invalid("the keys are imageId, subjectId and conversationId");
    }
    return new UploadMetadata(
        required(values, "imageId"),
        required(values, "subjectId"),
        required(values, "conversationId"),
        header);
  }

  private static UUID required(Map<String, UUID> values, String key) {
    UUID value = values.get(key);
    if (value == null) {
      throw invalid(key + " is missing");
    }
    return value;
  }

  private static UUID uuid(String encoded) {
    try {
      byte[] bytes = Base64.getDecoder().decode(encoded);
      String text = new String(bytes, StandardCharsets.US_ASCII);
      UUID value = UUID.fromString(text);
      // Both decoders are lenient; the one right encoding is what comes out again.
      if (value.toString().equals(text)
          && Base64.getEncoder().encodeToString(bytes).equals(encoded)) {
        return value;
      }
    } catch (IllegalArgumentException _) {
      // falls through to the refusal
    }
    throw invalid("a value is not the base64 of a UUID");
  }

  private static Problem invalid(String detail) {
    return new Problem(ImageProblem.UPLOAD_NOT_VALID, "Upload-Metadata: " + detail);
  }
}
