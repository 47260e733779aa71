package org.sealward.envelope;

/** Which secret opens a vault wrap; lower-case text on the wire (protocol §5.2). */
public enum VaultMethod {
  PASSPHRASE("passphrase"),
  RECOVERY("recovery");

  private final String wire;

  VaultMethod(String wire) {
    this.wire = wire;
  }

  public String wire() {
    return wire;
  }

  public static VaultMethod fromWire(String wire) {
    return switch (wire) {
      case "passphrase" -> PASSPHRASE;
      case "recovery" -> RECOVERY;
      default -> throw InvalidEnvelopeException.malformed("unknown vault method");
    };
  }
}
