package org.sealward.client;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.sealward.client.error.VaultException;
import org.sealward.client.error.VaultException.Reason;
import org.sealward.envelope.OpenedPrivateBundle;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.UnlockKey;

/**
 * The opened vault of a session, which can seal it again. When another device was faster, its
 * content is read and the change made to that, so that neither is lost. Thread-safe.
 */
final class UnlockedVault implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final Vault vault;
  private PrivateBundle content;
  private UnlockKey unlockKey;
  private long revision;

  /** Takes {@code content} and {@code unlockKey} over. */
  UnlockedVault(Vault vault, PrivateBundle content, UnlockKey unlockKey, long revision) {
    this.vault = vault;
    this.content = content;
    this.unlockKey = unlockKey;
    this.revision = revision;
  }

  static UnlockedVault of(Vault vault, OpenedPrivateBundle opened, long revision) {
    return new UnlockedVault(vault, opened.content(), opened.unlockKey(), revision);
  }

  /** Looks at the content, which must not be kept. */
  synchronized <T> T read(Function<PrivateBundle, T> look) {
    return look.apply(content);
  }

  /**
   * Fetches what another device may have stored.
   *
   * @return whether it had
   * @throws VaultException {@link Reason#CONFLICT} when another device changed the passphrase: log
   *     in again
   */
  synchronized boolean reread() {
    Optional<SealedPrivateBundle> stored = vault.fetch();
    if (stored.isEmpty() || stored.get().revision() == revision) {
      return false;
    }
    OpenedPrivateBundle opened = vault.open(stored.get(), unlockKey);
    opened.unlockKey().close();
    content.close();
    content = opened.content();
    revision = stored.get().revision();
    vault.keepOnDevice(stored.get());
    return true;
  }

  /**
   * Changes the content.
   *
   * @throws VaultException {@link Reason#CONFLICT} when another device changed the passphrase: log
   *     in again
   */
  void change(UnaryOperator<PrivateBundle> change) {
    reseal(() -> store(change.apply(content), unlockKey));
  }

  /**
   * Changes the content unless another device was faster.
   *
   * @throws VaultException {@link Reason#CONFLICT} when it was
   */
  synchronized void changeIfNewest(UnaryOperator<PrivateBundle> change) {
    store(change.apply(content), unlockKey);
  }

  /**
   * Changes the content unless another device was faster, and seals it so that the keys derived by
   * other devices open it no more.
   *
   * @param fresh opens it from now on, beside the content's recovery code; taken over
   * @throws VaultException {@link Reason#CONFLICT} when another device was faster
   */
  synchronized void changeIfNewest(UnaryOperator<PrivateBundle> change, UnlockKey fresh) {
    store(change.apply(content), fresh);
    unlockKey.close();
    unlockKey = fresh;
  }

  /**
   * @throws VaultException {@link Reason#WRONG_PASSPHRASE} when it does not open what is stored
   */
  void requirePassphrase(Passphrase passphrase) {
    SealedPrivateBundle stored =
        vault.fetch().orElseThrow(() -> new VaultException(Reason.MISSING));
    vault.open(stored, passphrase).close();
  }

  /**
   * Makes a new passphrase open the vault beside the present one, which {@link #dropEarlier} ends.
   * In between the vault opens with either, so that nothing is lost if the login cannot be changed.
   */
  UnlockKey addPassphrase(Passphrase passphrase) {
    UnlockKey added = UnlockKey.from(passphrase);
    reseal(() -> store(content, unlockKey, added));
    return added;
  }

  /** Makes {@code remaining}, which it takes over, the only key beside the recovery code. */
  void dropEarlier(UnlockKey remaining) {
    reseal(() -> store(content, remaining));
    synchronized (this) {
      unlockKey.close();
      unlockKey = remaining;
    }
  }

  /** Takes back a key that {@link #addPassphrase} added, and closes it. */
  void dropAdded(UnlockKey added) {
    reseal(() -> store(content, unlockKey));
    added.close();
  }

  /** Makes a new recovery code in place of the earlier one. */
  RecoveryCode replaceRecoveryCode() {
    RecoveryCode code = RecoveryCode.generate();
    try (UnlockKey recovery = UnlockKey.from(code)) {
      change(present -> present.withRecovery(recovery));
    }
    return code;
  }

  private synchronized void reseal(Runnable attempt) {
    for (int made = 1; ; made++) {
      try {
        attempt.run();
        return;
      } catch (VaultException e) {
        if (e.reason() != Reason.CONFLICT || made == ATTEMPTS || !reread()) {
          throw e;
        }
      }
    }
  }

  private void store(PrivateBundle changed, UnlockKey... unlockKeys) {
    SealedPrivateBundle sealed = vault.seal(revision + 1, changed, List.of(unlockKeys));
    try {
      vault.store(sealed);
    } catch (RuntimeException e) {
      if (!changed.equals(content)) {
        changed.close();
      }
      throw e;
    }
    revision++;
    if (!changed.equals(content)) {
      content.close();
      content = changed;
    }
  }

  @Override
  public synchronized void close() {
    content.close();
    unlockKey.close();
  }
}
