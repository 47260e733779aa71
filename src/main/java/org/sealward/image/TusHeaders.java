package org.sealward.image;

import io.micronaut.http.HttpHeaders;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.sealward.platform.Problem;

/**
 * The header fields of tus 1.0.0 (tus.io/protocols/resumable-upload), with the extensions creation,
 * expiration and termination.
 */
final class TusHeaders {
  static final String VERSION = "1.0.0";
  static final String EXTENSIONS = "creation,expiration,termination";

  static final String TUS_RESUMABLE = "Tus-Resumable";
  static final String TUS_VERSION = "Tus-Version";
  static final String TUS_EXTENSION = "Tus-Extension";
  static final String TUS_MAX_SIZE = "Tus-Max-Size";
  static final String UPLOAD_OFFSET = "Upload-Offset";
  static final String UPLOAD_LENGTH = "Upload-Length";
  static final String UPLOAD_DEFER_LENGTH = "Upload-Defer-Length";
  static final String UPLOAD_METADATA = "Upload-Metadata";
  static final String UPLOAD_EXPIRES = "Upload-Expires";
  static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

  static final String OFFSET_OCTET_STREAM = "application/offset+octet-stream";

  /** Digits of 2⁵³−1; more is no length of anything here. */
  private static final String NUMBER = "0|[1-9][0-9]{0,15}";

  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private TusHeaders() {}

  /**
   * A non-negative integer.
   *
   * @throws Problem {@link ImageProblem#UPLOAD_NOT_VALID} when the field is missing, repeated or
   *     something else
   */
  static long number(HttpHeaders headers, String name) {
    String value = single(headers, name);
    if (!value.matches(NUMBER)) {
      throw new Problem(ImageProblem.UPLOAD_NOT_VALID, name + " is not a non-negative integer.");
    }
    return Long.parseLong(value);
  }

  /**
   * A field that stands there once.
   *
   * @throws Problem {@link ImageProblem#UPLOAD_NOT_VALID}
   */
  static String single(HttpHeaders headers, String name) {
    List<String> values = headers.getAll(name);
    if (values.size() != 1) {
      throw new Problem(ImageProblem.UPLOAD_NOT_VALID, name + " has to stand there once.");
    }
    return values.getFirst();
  }

  /** The date format of RFC 9110 §5.6.7. */
  static String date(Instant instant) {
    return IMF_FIXDATE.format(instant);
  }
}
