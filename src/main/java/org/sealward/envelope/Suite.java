package org.sealward.envelope;

/** The numbers of suite 1, the only one (protocol §2). A new suite is a new number and new code. */
public final class Suite {
  public static final int ONE = 1;

  /** Bytes of a KEM or signing seed, and of every symmetric key. */
  public static final int KEY = 32;

  /** Bytes of an X-Wing public key. */
  public static final int KEM_PUBLIC_KEY = 1216;

  /** Bytes of an X-Wing encapsulation. */
  public static final int ENCAPSULATION = 1120;

  /** Bytes of a wrapped key: encapsulation, then 32 bytes under AES-256-GCM. */
  public static final int WRAP = ENCAPSULATION + KEY + 16;

  /** Bytes of an Ed25519 public key. */
  public static final int SIGN_PUBLIC_KEY = 32;

  /** Members of a conversation at most. */
  public static final int MAX_MEMBERS = 256;

  private Suite() {}
}
