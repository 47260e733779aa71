package org.sealward.envelope;

/** Not stretched, which saves a third of a second a key in tests that are not about passphrases. */
public final class QuickPassphrase extends Passphrase {
  /**
   * Unrelated to what {@link Passphrase#of} makes of the same text.
   *
   * @param text of ASCII
   */
  public QuickPassphrase(String text) {
    super(SecretBytes.copyOf(Bytes.utf8(text).shared()));
  }

  @Override
  SecretBytes stretch(SecretBytes secret, Bytes salt, Argon2Parameters parameters) {
    return Kdf.expand(secret, salt, Bytes.utf8("quick"));
  }
}
