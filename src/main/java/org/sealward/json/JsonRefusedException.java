package org.sealward.json;

import io.micronaut.serde.exceptions.SerdeException;
import org.jspecify.annotations.Nullable;

/** JSON that is not of the shape asked for. The message never quotes a value. */
public final class JsonRefusedException extends SerdeException {
  private static final long serialVersionUID = 1;

  private final boolean malformed;
  private final @Nullable String pointer;

  private JsonRefusedException(
      boolean malformed, String message, @Nullable String pointer, @Nullable Throwable cause) {
    super(message, cause);
    this.malformed = malformed;
    this.pointer = pointer;
  }

  /**
   * For what reads one value, which need not know where it stands.
   *
   * @param what such as {@code a list}
   */
  public static JsonRefusedException expected(String what) {
    return unexpected(what + " is expected here", null, null);
  }

  /** No JSON, or JSON with a field that stands there twice. */
  static JsonRefusedException malformed(String message, @Nullable String pointer) {
    return new JsonRefusedException(true, message, pointer, null);
  }

  /** JSON, but with something else where the shape has its fields and values. */
  static JsonRefusedException unexpected(
      String message, @Nullable String pointer, @Nullable Throwable cause) {
    return new JsonRefusedException(false, message, pointer, cause);
  }

  JsonRefusedException at(@Nullable String place) {
    return pointer != null ? this : new JsonRefusedException(malformed, message(), place, null);
  }

  /** What is wrong, in words for whoever sent it; general when there is a cause that knows more. */
  public String message() {
    return String.valueOf(getMessage());
  }

  public boolean isMalformed() {
    return malformed;
  }

  /** Where, as a JSON pointer (RFC 6901); null when it is not known. */
  public @Nullable String pointer() {
    return pointer;
  }
}
