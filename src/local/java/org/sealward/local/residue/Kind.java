package org.sealward.local.residue;

/** Kinds of secrets that go through the service. */
enum Kind {
  SEED("image KEM seed"),
  KEY("image key"),
  PICTURE("picture");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** The name of a needle of this kind. */
  String named(int number) {
    return words + " " + number;
  }
}
