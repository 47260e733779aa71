package org.sealward.local.aws.policy;

/** A policy document that cannot be evaluated here; the message names the place and the reason. */
public final class PolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PolicyException(String message) {
    super(message);
  }
}
