package org.sealward.transparency;

/** The kinds of signatures on a note that are used here, with their bytes of C2SP signed-note. */
public enum SignatureType {
  /** Ed25519 over the text: a log's. */
  ED25519(1),
  /** Ed25519 over time and text, C2SP tlog-cosignature: a witness's. */
  COSIGNATURE(4);

  private final int identifier;

  SignatureType(int identifier) {
    this.identifier = identifier;
  }

  int identifier() {
    return identifier;
  }

  static SignatureType of(int identifier) {
    for (SignatureType type : values()) {
      if (type.identifier == identifier) {
        return type;
      }
    }
    throw new LogFormatException("no type of signature that is used here");
  }
}
