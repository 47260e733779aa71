package org.sealward.client;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sealward.api.LegalHold;
import org.sealward.api.Me;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.VaultException;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.client.internal.live.Outlet;
import org.sealward.client.internal.vault.VaultStore;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.UnlockKey;

/**
 * A user who is logged in, with open keys. Tokens are renewed as long as the session is used.
 * Thread-safe.
 */
public final class Session implements AutoCloseable {
  private final SessionAccount account;
  private final VaultStore vaultStore;
  private final UnlockedVault vault;
  private final Context context;
  private final Images images;
  private final Conversations conversations;
  private final KeyRotation rotation;
  private final Keys keys;
  private final Attestations attestations;
  private final AtomicReference<@Nullable Live> live = new AtomicReference<>();

  private Session(
      SessionAccount account,
      VaultStore vaultStore,
      UnlockedVault vault,
      Context context,
      OwnBundles bundles) {
    this.account = account;
    this.vaultStore = vaultStore;
    this.vault = vault;
    this.context = context;
    this.images = new Images(context);
    this.conversations = new Conversations(context, images);
    this.rotation = new KeyRotation(context, bundles, vault, conversations);
    this.keys = new Keys(context, rotation);
    this.attestations = new Attestations(context, vault);
  }

  static Session open(
      SessionAccount account,
      ServiceApi anonymous,
      DeviceStore device,
      KeyLogs logs,
      VaultAccess access,
      Passphrase passphrase,
      LoginDialogue dialogue) {
    ServiceApi api = anonymous.as(account.tokens());
    UUID userId = account.userId();
    KeyLog log = logs.of(api, userId);
    PinnedKeys pins = new PinnedKeys(api, device, userId, log);
    VaultStore store = account.vaultStore(access, api);
    try {
      var bundles = new OwnBundles(userId, api, pins);
      KeyLogin.Opened opened =
          new KeyLogin(userId, bundles, new Vault(userId, store, device), log, account.clock())
              .open(passphrase, dialogue);
      var context =
          new Context(api, opened.keys(), pins, log, device, new Outlet(), account.clock());
      return new Session(account, store, opened.vault(), context, bundles);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  public UUID userId() {
    return context.userId();
  }

  OwnKeys ownKeys() {
    return context.ownKeys();
  }

  /** The user as the service sees them. */
  public Me me() {
    return context.api().send(Call.get("/v1/me"), Me.class);
  }

  /**
   * Gets a fresh token, since roles are part of it: an accepted or confirmed affiliation counts
   * from then on, a moment after it was made.
   *
   * @return the roles that count now
   */
  public Set<String> renewRoles() {
    account.tokens().insteadOf(account.tokens().current());
    return new TreeSet<>(me().roles());
  }

  /**
   * Legal holds in force that concern the user: while there is one, the account cannot be deleted,
   * nor what the hold covers.
   */
  public List<LegalHold> legalHolds() {
    return context.api().all(Call.get("/v1/me/legal-holds"), "after", LegalHold.class);
  }

  public Specialists specialists() {
    return new Specialists(context.api());
  }

  public Institutions institutions() {
    return new Institutions(context.api());
  }

  /** Names that institutions vouch for. */
  public Attestations attestations() {
    return attestations;
  }

  public Connections connections() {
    return new Connections(context.api());
  }

  public Conversations conversations() {
    return conversations;
  }

  public Images images() {
    return images;
  }

  /** Who got at images that show the user. */
  public AccessLog accessLog() {
    return new AccessLog(context);
  }

  /**
   * Tells {@code listener} what happened since this device last listened, then what happens, until
   * the answer or the session is closed. One at a time: a second one ends the first.
   */
  public Live listen(LiveListener listener) {
    endLive();
    var device = new LivePositions(context);
    var parts =
        new LiveConnection.Parts(
            context.api(),
            account.tokens(),
            new LiveEvents(context, conversations),
            device,
            device.load(),
            context.outlet(),
            context.clock());
    Live begun = new Live(parts, listener);
    live.set(begun);
    return begun.start();
  }

  private void endLive() {
    Live open = live.getAndSet(null);
    if (open != null) {
      open.close();
    }
  }

  /** The user's own keys and those known of others. */
  public Keys keys() {
    return keys;
  }

  /**
   * Changes the passphrase, for the login and for the keys. If it breaks off, the keys open with
   * either.
   *
   * @throws LoginException {@link LoginException.Reason#WRONG_CREDENTIALS} when {@code earlier} is
   *     not the present one
   */
  public void changePassphrase(char[] earlier, char[] next) {
    SealwardClient.requireStrong(next);
    try (Passphrase from = Passphrase.of(earlier);
        Passphrase to = Passphrase.of(next)) {
      UnlockKey added = vault.addPassphrase(to);
      try {
        account.changeLogin(from, to);
      } catch (LoginException e) {
        vault.dropAdded(added);
        throw e;
      }
      vault.dropEarlier(added);
    }
  }

  /**
   * Makes a new recovery code; the earlier one opens nothing any more. The caller shows it, then
   * closes it.
   *
   * @throws VaultException {@link VaultException.Reason#CONFLICT} when another device changed the
   *     passphrase: log in again
   */
  public RecoveryCode replaceRecoveryCode() {
    return vault.replaceRecoveryCode();
  }

  /**
   * Keeps the login on this device, sealed under the passphrase, for {@link SealwardClient#resume}:
   * until {@link #logOut}, or until Cognito ends it. To be done again after a change of passphrase.
   *
   * @param passphrase what will be asked for then; it should be the account's
   */
  public void keepLogin(char[] passphrase) {
    try (Passphrase typed = Passphrase.of(passphrase)) {
      account.keep(typed);
    }
  }

  /** Login with an authenticator app. */
  public SecondFactor secondFactor() {
    return new SecondFactor(account);
  }

  /**
   * Shuts out a device that was lost: new keys, in every conversation under a new epoch, sealed so
   * that no other device and no earlier recovery code opens them; then every login ends, this one
   * too. What the device had read stays read, and its access token is good until it expires, within
   * the hour, for what was sealed to the earlier keys.
   *
   * <p>Afterwards log in again, on each device; {@link Images#rewrap} then opens earlier images to
   * the new keys. Whoever may have seen the passphrase being typed should also call {@link
   * #changePassphrase}. When this breaks off, call it again.
   *
   * @param passphrase the present one
   * @param dialogue is given the new recovery code
   * @throws VaultException {@link VaultException.Reason#WRONG_PASSPHRASE}, and nothing has changed
   */
  public Rotation shutOutOtherDevices(char[] passphrase, LoginDialogue dialogue) {
    Rotation done;
    try (Passphrase typed = Passphrase.of(passphrase);
        RecoveryCode code = RecoveryCode.generate()) {
      vault.requirePassphrase(typed);
      done = rotation.runWithout(typed, code, () -> dialogue.keep(code));
    }
    account.logOutEverywhere();
    close();
    return done;
  }

  /** Makes the login's tokens void, also those kept on this device, then closes the session. */
  public void logOut() {
    account.logOut();
    close();
  }

  /**
   * Deletes the account for good, then closes the session: what the service holds of the user,
   * messages and images included, the sealed keys, and the login. What others have fetched stays
   * with them. When it breaks off, call it again; what this device remembers is the app's to
   * delete.
   *
   * @return what {@link SealwardClient#receipt} takes; empty when it is called again
   */
  @CanIgnoreReturnValue
  public Optional<UUID> deleteAccount() {
    endLive();
    Optional<UUID> receipt = Optional.empty();
    try {
      receipt = ServiceApi.receipt(context.api().send(Call.of("DELETE", "/v1/me", true)));
    } catch (ProblemException e) {
      // Once deleted, the service takes the user's tokens for nothing.
      if (e.status() != 401) {
        throw e;
      }
    }
    account.delete();
    close();
    return receipt;
  }

  /** Forgets the keys; the login itself stays valid until its tokens expire. */
  @Override
  public void close() {
    endLive();
    conversations.close();
    context.keys().close();
    vault.close();
    vaultStore.close();
  }
}
