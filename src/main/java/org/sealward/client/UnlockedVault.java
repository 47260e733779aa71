package org.sealward.client;

import java.util.List;
import org.sealward.client.error.VaultException;
import org.sealward.envelope.OpenedPrivateBundle;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.UnlockKey;

/** The opened vault of a session, which can seal it again. Thread-safe. */
final class UnlockedVault implements AutoCloseable {
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

  PrivateBundle content() {
    return content;
  }

  /**
   * Makes a new passphrase open the vault beside the present one, which {@link #dropEarlier} ends.
   * In between the vault opens with either, so that nothing is lost if the login cannot be changed.
   */
  synchronized UnlockKey addPassphrase(Passphrase passphrase) {
    UnlockKey added = UnlockKey.from(passphrase);
    store(content, List.of(unlockKey, added));
    return added;
  }

  /** Makes {@code remaining}, which it takes over, the only key beside the recovery code. */
  synchronized void dropEarlier(UnlockKey remaining) {
    store(content, List.of(remaining));
    unlockKey.close();
    unlockKey = remaining;
  }

  /** Takes back a key that {@link #addPassphrase} added, and closes it. */
  synchronized void dropAdded(UnlockKey added) {
    store(content, List.of(unlockKey));
    added.close();
  }

  /**
   * Makes a new recovery code in place of the earlier one.
   *
   * @throws VaultException {@link VaultException.Reason#CONFLICT} when another device changed the
   *     vault since this session began
   */
  synchronized RecoveryCode replaceRecoveryCode() {
    RecoveryCode code = RecoveryCode.generate();
    try (UnlockKey recovery = UnlockKey.from(code)) {
      PrivateBundle changed = content.withRecovery(recovery);
      store(changed, List.of(unlockKey));
      content.close();
      content = changed;
    }
    return code;
  }

  private void store(PrivateBundle changed, List<UnlockKey> unlockKeys) {
    SealedPrivateBundle sealed = vault.seal(revision + 1, changed, unlockKeys);
    vault.store(sealed);
    revision++;
  }

  @Override
  public synchronized void close() {
    content.close();
    unlockKey.close();
  }
}
