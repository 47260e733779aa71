package org.sealward.servicelevel;

/** What a prober saw at one time. */
public enum Outcome {
  /** Everything worked. */
  GOOD,
  /** A step failed, or took too long. */
  BAD,
  /** Nothing can be said: the prober's own network was down. */
  BLIND;

  /**
   * What an observation amounts to.
   *
   * @param worked every step that was tried
   * @param reached whether places that are not ours could be reached, if that was tried
   */
  public static Outcome of(boolean worked, boolean reached) {
    if (worked) {
      return GOOD;
    }
    return reached ? BAD : BLIND;
  }
}
