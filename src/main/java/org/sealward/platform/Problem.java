package org.sealward.platform;

import io.micronaut.data.connection.exceptions.ConnectionException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.InvalidEnvelopeException;

/**
 * A failure with a stable type that becomes the response of the request. The detail of a 4xx is
 * shown to the client, so it must hold nothing that the client may not know; the detail of a 5xx is
 * only logged. A 4xx carries no stack trace: it is an expected answer.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ProblemType type;
  private final String detail;
  private final @Nullable String pointer;
  private final Map<String, String> headers;

  /**
   * @param detail what is wrong with this very request and what to do about it
   */
  public Problem(ProblemType type, String detail) {
    this(type, detail, null);
  }

  /**
   * @param cause logged with a 5xx, never shown
   */
  public Problem(ProblemType type, String detail, @Nullable Throwable cause) {
    this(type, detail, cause, null, Map.of());
  }

  private Problem(
      ProblemType type,
      String detail,
      @Nullable Throwable cause,
      @Nullable String pointer,
      Map<String, String> headers) {
    super(type.name() + ": " + detail, cause, true, type.status() >= 500);
    if (type.status() < 400 || type.status() > 599) {
      throw new IllegalArgumentException("not an error status: " + type.status());
    }
    this.type = type;
    this.detail = detail;
    this.pointer = pointer;
    this.headers = headers;
  }

  /**
   * The same about one place in the body.
   *
   * @param place a JSON pointer (RFC 6901), or null when it is not known
   */
  Problem at(@Nullable String place) {
    return new Problem(type, detail, getCause(), place, headers);
  }

  /** The same with header fields of its own in the response, such as {@code Retry-After}. */
  public Problem with(Map<String, String> fields) {
    return new Problem(type, detail, getCause(), pointer, Map.copyOf(fields));
  }

  /** What to answer when something failed for that reason. */
  public static Problem of(Throwable failure) {
    return switch (failure) {
      case Problem problem -> problem;
      case InvalidEnvelopeException invalid -> JsonFault.envelope(invalid);
      case CompletionException wrapper when wrapper.getCause() != null -> of(wrapper.getCause());
      default -> unexpected(failure, GeneralProblem.INTERNAL_ERROR);
    };
  }

  /**
   * @param type unless the database is the cause
   */
  static Problem unexpected(Throwable cause, ProblemType type) {
    return new Problem(databaseBusy(cause) ? GeneralProblem.OVERLOADED : type, "unexpected", cause);
  }

  /**
   * The pool has no free connection, or the database is away, full or starting, or a lock was not
   * to be had in time, or never, because of a deadlock: all of it passes.
   */
  private static boolean databaseBusy(Throwable cause) {
    for (Throwable link = cause; link != null; link = link.getCause()) {
      if (link instanceof SQLTransientConnectionException || isUnusable(link)) {
        return true;
      }
      if (link instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState().matches("08...|40P01|53...|55P03|57P0[123]");
      }
    }
    return false;
  }

  /** Handing back a connection that has broken: it hides why, and has no SQLSTATE. */
  private static boolean isUnusable(Throwable link) {
    return link instanceof ConnectionException && link.getCause() instanceof SQLException;
  }

  public ProblemType type() {
    return type;
  }

  public String detail() {
    return detail;
  }

  @Nullable String pointer() {
    return pointer;
  }

  /** Header fields of its own in the response. */
  public Map<String, String> headers() {
    return headers;
  }
}
