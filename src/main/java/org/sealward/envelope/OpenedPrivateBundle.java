package org.sealward.envelope;

/**
 * The private keys, and the key that opened them, with which they can be sealed again. Closing it
 * closes both.
 */
public record OpenedPrivateBundle(PrivateBundle content, UnlockKey unlockKey)
    implements AutoCloseable {
  @Override
  public void close() {
    content.close();
    unlockKey.close();
  }
}
