package org.sealward.servicelevel;

/** What a prober saw at one time. */
public enum Outcome {
  /** Everything worked. */
  GOOD,
  /** A step failed, or took too long. */
  BAD,
  /** Nothing can be said: the prober's own network was down. */
  BLIND
}
