package org.sealward.probe;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.sealward.client.DeviceStore;
import org.sealward.client.LoginDialogue;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import org.sealward.client.error.LoginException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.RecoveryCode;

/**
 * An account that the prober uses. A code of its authenticator app is taken once, and a new one
 * comes every 30 seconds; where that is too seldom, a login goes on from the one that this device
 * keeps.
 */
final class Canary implements LoginDialogue {
  private static final String USED_CODE = "prober.used-code";
  private static final String KEPT = "prober.kept";

  private final CanaryLogin login;
  private final URI service;
  private final DeviceStore device;
  private final Clock clock;

  Canary(CanaryLogin login, URI service, DeviceStore device, Clock clock) {
    this.login = login;
    this.service = service;
    this.device = device;
    this.clock = clock;
  }

  /** How long to wait until a login is possible. */
  Duration untilLogin() {
    if (hasCode() || isKept()) {
      return Duration.ZERO;
    }
    Instant now = clock.instant();
    long next = (Authenticator.step(now) + 1) * Authenticator.STEP;
    return Duration.between(now, Instant.ofEpochSecond(next));
  }

  /** A client with no connection yet. */
  SealwardClient connect() {
    return SealwardClient.of(service, device).clock(clock).connect();
  }

  /** Logs in over this client. */
  Session logIn(SealwardClient client) {
    if (login.authenticator().isEmpty()) {
      return client.logIn(login.email(), login.passphrase(), this);
    }
    return hasCode() ? withCode(client) : resumed(client);
  }

  private Session withCode(SealwardClient client) {
    Session session = client.logIn(login.email(), login.passphrase(), this);
    session.keepLogin(login.passphrase());
    device.put(KEPT, Bytes.utf8("yes"));
    return session;
  }

  private Session resumed(SealwardClient client) {
    try {
      return client.resume(login.email(), login.passphrase(), this);
    } catch (LoginException e) {
      device.put(KEPT, Bytes.EMPTY);
      throw e;
    }
  }

  private boolean hasCode() {
    return login.authenticator().isEmpty()
        || device.get(USED_CODE).map(used -> !used.equals(step())).orElse(true);
  }

  private boolean isKept() {
    return device.get(KEPT).map(kept -> kept.length() > 0).orElse(false);
  }

  private Bytes step() {
    return Bytes.utf8(Long.toString(Authenticator.step(clock.instant())));
  }

  @Override
  public Optional<String> secondFactor() {
    device.put(USED_CODE, step());
    return login.authenticator().map(authenticator -> authenticator.code(clock.instant()));
  }

  /** An account that is lost is replaced by another one. */
  @Override
  public void keep(RecoveryCode code) {}
}
