package org.sealward.client.error;

import java.net.URI;

/** No answer: no connection, a broken one, or a timeout, after the retries that were allowed. */
public final class UnreachableException extends SealwardException {
  private static final long serialVersionUID = 1L;

  private static final URI TYPE = URI.create("urn:sealward:client:unreachable");

  /**
   * @param service who did not answer, such as {@code the service} or {@code Cognito}
   */
  public UnreachableException(String service, Throwable cause) {
    super(TYPE, service + " did not answer: " + cause.getClass().getSimpleName(), cause);
  }
}
