package org.sealward.client.internal.vault;

import java.util.Optional;
import org.sealward.client.error.VaultException;
import org.sealward.client.error.VaultException.Reason;
import org.sealward.envelope.SealedPrivateBundle;

/** Holds one user's sealed private bundle; never sees a passphrase or a key. */
public abstract class VaultStore implements AutoCloseable {
  /** Empty when none was ever stored. */
  public abstract Optional<SealedPrivateBundle> fetch();

  /**
   * Replaces a bundle of a lower revision, or stores the first one.
   *
   * @throws VaultException {@link Reason#CONFLICT} when another one of this or a later revision is
   *     there
   */
  public final void store(SealedPrivateBundle sealed) {
    try {
      put(sealed);
    } catch (VaultException e) {
      // A repeated attempt finds what the first one stored before its answer was lost.
      if (e.reason() != Reason.CONFLICT || !fetch().filter(sealed::equals).isPresent()) {
        throw e;
      }
    }
  }

  abstract void put(SealedPrivateBundle sealed);

  @Override
  public void close() {}
}
