package org.sealward.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.CharBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.Deployment;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.LoginException.Reason;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.VaultException;
import org.sealward.client.internal.cognito.Login;
import org.sealward.client.internal.cognito.Tokens;
import org.sealward.client.internal.cognito.UserPool;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.Retries;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.SecretBytes;

/**
 * The way into a deployment: sign up, log in. Thread-safe; make one and keep it.
 *
 * <p>A passphrase never leaves the device. Two unrelated secrets are derived from it: one logs in,
 * over a protocol that does not send it either, the other opens the user's keys. The arrays that
 * hold passphrases stay the caller's, who overwrites them after use.
 */
public final class SealwardClient implements AutoCloseable {
  /** Characters of a passphrase at least. */
  public static final int MIN_PASSPHRASE = 12;

  private static final int MIN_DIFFERENT = 5;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** With keys that were published and are not in the log yet; it takes a third of a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http;
  private final ServiceApi anonymous;
  private final Deployment deployment;
  private final UserPool pool;
  private final DeviceStore device;
  private final KeptLogins keptLogins;
  private final VaultAccess vaultAccess;
  private final KeyLogs keyLogs;
  private final Clock clock;

  private SealwardClient(Builder builder) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.anonymous = ServiceApi.anonymous(builder.service, http, Retries.standard());
    Deployment pinned = builder.deployment;
    this.deployment =
        pinned != null
            ? pinned
            : anonymous.send(Call.get("/v1/deployment").anonymous(), Deployment.class);
    this.device = builder.device;
    this.keptLogins = new KeptLogins(device, deployment.userPoolId());
    this.vaultAccess = builder.vaultAccess;
    this.clock = builder.clock;
    this.keyLogs = new KeyLogs(deployment, pinned != null, device, clock, builder.patience);
    this.pool = new UserPool(deployment, clock);
  }

  /**
   * Prepares a client of the service at an address.
   *
   * @param service such as {@code https://api.example.org}
   * @param device what this device remembers, which is part of what keeps the user safe
   */
  public static Builder of(URI service, DeviceStore device) {
    return new Builder(service, device);
  }

  /** Settings that have good defaults. */
  public static final class Builder {
    private final URI service;
    private final DeviceStore device;
    private @Nullable Deployment deployment;
    private VaultAccess vaultAccess = VaultAccess.DIRECT;
    private Clock clock = Clock.systemUTC();
    private Duration patience = PATIENCE;

    private Builder(URI service, DeviceStore device) {
      this.service = service;
      this.device = device;
    }

    /**
     * Pins what the deployment is. Apps that ship to people should; else the service is asked once
     * and believed.
     */
    public Builder deployment(Deployment pinned) {
      deployment = pinned;
      return this;
    }

    public Builder vaultAccess(VaultAccess access) {
      vaultAccess = access;
      return this;
    }

    public Builder clock(Clock other) {
      clock = other;
      return this;
    }

    /** For tests of lies, which would wait in vain. */
    Builder patience(Duration other) {
      patience = other;
      return this;
    }

    /** Asks the service for its deployment unless it is pinned. */
    public SealwardClient connect() {
      return new SealwardClient(this);
    }
  }

  public Deployment deployment() {
    return deployment;
  }

  /**
   * The receipt of a deletion, to be kept: {@code ./sealward verify receipt} checks it. It is there
   * some seconds after the deletion, and needs no login.
   *
   * @param id that the deletion returned
   * @return empty while it is not there
   */
  public Optional<Bytes> receipt(UUID id) {
    Call call =
        Call.get("/v1/receipts/" + id)
            .header("Accept", "text/plain, application/problem+json")
            .anonymous();
    try {
      return Optional.of(Bytes.of(anonymous.send(call).body()));
    } catch (ProblemException e) {
      if (e.is("not-logged-yet") || e.is("erasure-unfinished")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Registers a person. Cognito sends a code to the address, for {@link #confirm}.
   *
   * @param passphrase of {@link #MIN_PASSPHRASE} characters at least
   * @throws LoginException {@link Reason#ALREADY_REGISTERED}, {@link Reason#WEAK_PASSPHRASE}
   */
  public void signUp(String email, char[] passphrase) {
    requireStrong(passphrase);
    try (SecretBytes secret = loginSecret(email, passphrase)) {
      pool.signUp(email, secret);
    }
  }

  /**
   * Confirms the address.
   *
   * @throws LoginException {@link Reason#WRONG_CODE}, {@link Reason#EXPIRED_CODE}
   */
  public void confirm(String email, String code) {
    pool.confirm(email, code);
  }

  public void sendCodeAgain(String email) {
    pool.sendCodeAgain(email);
  }

  /**
   * Logs in and opens the user's keys; makes them at the first login.
   *
   * @param dialogue asked only for what this login needs
   * @throws LoginException {@link Reason#WRONG_CREDENTIALS} and others
   * @throws VaultException {@link VaultException.Reason#WRONG_PASSPHRASE} when the passphrase was
   *     reset and {@code dialogue} has nothing else that opens the keys
   */
  public Session logIn(String email, char[] passphrase, LoginDialogue dialogue) {
    try (Passphrase typed = Passphrase.of(passphrase)) {
      return logIn(email, typed, dialogue);
    }
  }

  Session logIn(String email, Passphrase passphrase, LoginDialogue dialogue) {
    try (SecretBytes secret = passphrase.loginSecret(deployment.userPoolId(), email)) {
      Tokens tokens = pool.logIn(new Login(email, secret, dialogue::secondFactor));
      return open(email, tokens, passphrase, dialogue);
    }
  }

  /**
   * Goes on with a login that this device keeps (see {@link Session#keepLogin}), without the login
   * secret and without a second factor.
   *
   * @throws LoginException {@link Reason#SESSION_ENDED} when there is none or it was ended: log in;
   *     {@link Reason#WRONG_CREDENTIALS} when the passphrase is not the one it was kept with
   */
  public Session resume(String email, char[] passphrase, LoginDialogue dialogue) {
    try (Passphrase typed = Passphrase.of(passphrase)) {
      Tokens tokens = keptLogins.resume(email, typed, pool);
      return open(email, tokens, typed, dialogue);
    }
  }

  private Session open(String email, Tokens tokens, Passphrase passphrase, LoginDialogue dialogue) {
    var account = new SessionAccount(deployment, pool, email, tokens, keptLogins, clock);
    return Session.open(account, anonymous, device, keyLogs, vaultAccess, passphrase, dialogue);
  }

  /**
   * Begins to reset a forgotten passphrase: Cognito sends a code to the address. A reset lets the
   * person log in, but does not open the keys: that needs the earlier passphrase or the recovery
   * code, which {@link LoginDialogue} is then asked for.
   */
  public void requestReset(String email) {
    pool.requestReset(email);
  }

  /**
   * Sets a new passphrase with the code that was sent.
   *
   * @throws LoginException {@link Reason#WRONG_CODE}, {@link Reason#EXPIRED_CODE}, {@link
   *     Reason#WEAK_PASSPHRASE}
   */
  public void reset(String email, String code, char[] newPassphrase) {
    requireStrong(newPassphrase);
    try (SecretBytes secret = loginSecret(email, newPassphrase)) {
      pool.reset(email, code, secret);
    }
  }

  private SecretBytes loginSecret(String email, char[] passphrase) {
    try (Passphrase typed = Passphrase.of(passphrase)) {
      return typed.loginSecret(deployment.userPoolId(), email);
    }
  }

  /** What a person types must hold against whoever gets the sealed keys and guesses. */
  static void requireStrong(char[] passphrase) {
    long different = CharBuffer.wrap(passphrase).chars().distinct().count();
    if (passphrase.length < MIN_PASSPHRASE || different < MIN_DIFFERENT) {
      throw new LoginException(Reason.WEAK_PASSPHRASE);
    }
  }

  /** Ends what the client holds open; sessions must not be used any more. */
  @Override
  public void close() {
    pool.close();
    http.shutdownNow();
  }
}
