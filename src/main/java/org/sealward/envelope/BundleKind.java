package org.sealward.envelope;

/** How a bundle came to be; an integer on the wire (protocol §3.2). */
public enum BundleKind {
  FIRST(0),
  /** Follows the previous version and is signed by its key too. */
  ROTATION(1),
  /** The previous keys are lost: everybody who verified the user must do so again. */
  RESET(2);

  private final int wire;

  BundleKind(int wire) {
    this.wire = wire;
  }

  public int wire() {
    return wire;
  }

  public static BundleKind fromWire(int wire) {
    return switch (wire) {
      case 0 -> FIRST;
      case 1 -> ROTATION;
      case 2 -> RESET;
      default -> throw InvalidEnvelopeException.malformed("unknown bundle kind");
    };
  }
}
