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

  int number() {
    return number;
  }
}
