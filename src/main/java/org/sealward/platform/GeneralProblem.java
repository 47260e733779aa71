package org.sealward.platform;

import io.micronaut.core.annotation.Introspected;

/** Failures that any request may meet; features add their own enums. */
@Introspected
public enum GeneralProblem implements ProblemType {
  INVALID_REQUEST(400, "The request is not valid"),
  MALFORMED_JSON(400, "The body is not well-formed JSON without repeated fields"),
  INVALID_ENVELOPE(400, "A sealed or signed structure was refused"),
  INVALID_CURSOR(400, "The cursor was not issued by this service for this stream"),
  UNAUTHENTICATED(401, "A valid access token is needed"),
  FORBIDDEN(403, "Not allowed"),
  NOT_FOUND(404, "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "The method is not supported here"),
  NOT_ACCEPTABLE(406, "None of the acceptable media types can be produced"),
  REQUEST_TIMEOUT(408, "The request took too long to arrive"),
  CONFLICT(409, "The request conflicts with the present state"),
  FOREIGN_CURSOR(410, "The cursor belongs to an earlier timeline of the log"),
  PRECONDITION_FAILED(412, "A precondition of the request does not hold"),
  CONTENT_TOO_LARGE(413, "The request is too large"),
  URI_TOO_LONG(414, "The URI is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The media type of the body is not supported here"),
  TOO_MANY_REQUESTS(429, "Too many requests"),
  HEADERS_TOO_LARGE(431, "The header fields are too large"),
  INTERNAL_ERROR(500, "The service failed"),
  OVERLOADED(503, "The service cannot take this now; try again a little later");

  private final int status;
  private final String title;

  GeneralProblem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** A status without a constant above: {@code urn:sealward:problem:http-416}. */
  private record Plain(int status, String title) implements ProblemType {
    @Override
    public String name() {
      return "HTTP_" + status;
    }
  }

  /** What to say when nothing but the status is known. */
  static ProblemType of(int status, String reason) {
    return switch (status) {
      case 400 -> INVALID_REQUEST;
      case 410 -> new Plain(status, reason);
      default -> {
        for (GeneralProblem type : values()) {
          if (type.status == status) {
            yield type;
          }
        }
        yield new Plain(status, reason);
      }
    };
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String title() {
    return title;
  }
}
