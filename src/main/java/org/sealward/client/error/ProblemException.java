package org.sealward.client.error;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The service refused a request, as an RFC 9457 problem. */
public final class ProblemException extends SealwardException {
  private static final long serialVersionUID = 1L;

  private static final URI UNKNOWN = URI.create("about:blank");

  /** {@link #type()} of an answer that is no problem, but not of the shape that was asked for. */
  public static final URI NOT_UNDERSTOOD = URI.create("urn:sealward:client:answer-not-understood");

  private final int status;
  private final @Nullable URI instance;

  /**
   * @param type as the problem says it; null when the answer was no problem document
   * @param instance the service's correlation id of the request, to tell its operators
   */
  public ProblemException(
      int status, @Nullable URI type, @Nullable String detail, @Nullable URI instance) {
    super(type == null ? UNKNOWN : type, message(status, type, detail), null);
    this.status = status;
    this.instance = instance;
  }

  /** The HTTP status, such as 404. */
  public int status() {
    return status;
  }

  /** The service's correlation id of the request, as a URN. */
  public Optional<URI> instance() {
    return Optional.ofNullable(instance);
  }

  /** Whether the problem's type is {@code urn:sealward:problem:<name>}. */
  public boolean is(String name) {
    return type().toString().equals("urn:sealward:problem:" + name);
  }

  private static String message(int status, @Nullable URI type, @Nullable String detail) {
    return "HTTP "
        + status
        + (type == null ? "" : " " + type)
        + (detail == null || detail.isEmpty() ? "" : ": " + detail);
  }
}
