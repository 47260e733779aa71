package org.sealward.envelope;

/** What a caller hands over to have an image opened for it (protocol §10.2). */
public enum AssistSecret {
  /** The key of that image, from whoever can open the wrap. */
  IMAGE_KEY(1),
  /** The caller's image KEM seed, which opens the wrap in the grant. */
  IMAGE_KEM_SEED(2);

  private final int number;

  AssistSecret(int number) {
    this.number = number;
  }

  /**
   * The one with that number.
   *
   * @throws InvalidEnvelopeException {@link Failure#MALFORMED} when there is none
   */
  public static AssistSecret of(int number) {
    for (AssistSecret one : values()) {
      if (one.number == number) {
        return one;
      }
    }
    throw InvalidEnvelopeException.malformed("unknown secret");
  }

  public int number() {
    return number;
  }
}
