package org.sealward.client.error;

import org.jspecify.annotations.Nullable;

/** The sealed private keys could not be fetched, opened or stored. */
public final class VaultException extends SealwardException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /**
     * The passphrase that logged in does not open the vault: it was reset at the login service. The
     * earlier passphrase or the recovery code does.
     */
    WRONG_PASSPHRASE("the passphrase does not open the vault"),
    WRONG_RECOVERY_CODE("the recovery code does not open the vault"),
    /** The user has published keys, but no vault holds them. */
    MISSING("the vault that holds the keys is missing"),
    /** An older vault than this device has seen: somebody put back an old copy. */
    OLD_REVISION("the vault is older than one already seen"),
    /** The vault does not belong to the keys that the service shows as the user's. */
    KEY_MISMATCH("the keys in the vault are not the published ones"),
    /** What is stored is no vault of this user. */
    DAMAGED("what is stored is not a vault of this user"),
    /** Another device stored a newer vault in between; log in again. */
    CONFLICT("another device has changed the vault"),
    /** The store refused the user's own credentials. */
    DENIED("the store of the vault refuses access");

    private final String message;

    Reason(String message) {
      this.message = message;
    }
  }

  private final Reason reason;

  public VaultException(Reason reason) {
    this(reason, null);
  }

  public VaultException(Reason reason, @Nullable Throwable cause) {
    super(clientType(reason), reason.message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
