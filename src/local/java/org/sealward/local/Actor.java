package org.sealward.local;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sealward.client.DeviceStore;
import org.sealward.client.LentKeys;
import org.sealward.client.LiveEvent;
import org.sealward.client.LoginDialogue;
import org.sealward.client.SealwardClient;
import org.sealward.client.SecondFactor;
import org.sealward.client.Session;
import org.sealward.envelope.LentSeeds;
import org.sealward.envelope.RecoveryCode;
import org.sealward.local.search.Needle;
import org.sealward.probe.Authenticator;

/** A person of the demo with a device of their own. What must stay secret of them is remembered. */
final class Actor implements LoginDialogue, AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final String name;
  private final String email;
  private final char[] passphrase;
  private final SealwardClient client;
  private final BlockingQueue<LiveEvent> events = new LinkedBlockingQueue<>();
  private final List<Needle> secrets = new ArrayList<>();
  private final Supplier<Optional<String>> authenticator;
  private final Session session;

  private Actor(
      String name,
      String email,
      String passphrase,
      SealwardClient client,
      Supplier<Optional<String>> authenticator) {
    this.name = name;
    this.email = email;
    this.passphrase = passphrase.toCharArray();
    this.client = client;
    this.authenticator = authenticator;
    secrets.add(Needle.text(name + "'s passphrase", passphrase));
    this.session = client.logIn(email, this.passphrase, this);
    List<String> kinds = List.of("message key", "image key", "signing key");
    for (int i = 0; i < kinds.size(); i++) {
      String kind = name + "'s private " + kinds.get(i);
      byte[] seed = LentSeeds.of(LentKeys.of(session)).get(i).toArray();
      secrets.add(Needle.bytes(kind, seed));
      Arrays.fill(seed, (byte) 0);
    }
  }

  @Override
  public void keep(RecoveryCode code) {
    char[] shown = code.toChars();
    secrets.add(Needle.text(name + "'s recovery code", String.valueOf(shown)));
    Arrays.fill(shown, ' ');
  }

  @Override
  public Optional<String> secondFactor() {
    return authenticator.get();
  }

  /** Takes an authenticator app, without which nobody is given a role. */
  void enrol(Clock clock) {
    try (SecondFactor.Enrolment enrolment = session.secondFactor().begin("Sealward")) {
      char[] secret = enrolment.secret();
      try (var app = new Authenticator(secret)) {
        enrolment.confirm(app.code(clock.instant()));
      }
      Arrays.fill(secret, ' ');
    }
  }

  /** Signs up at Cognito, confirms with the mailed code, logs in, and so makes keys. */
  static Actor signUp(
      Stage stage, String name, String email, String passphrase, Map<String, String> codes) {
    SealwardClient client = stage.client(stage.device(name));
    char[] typed = passphrase.toCharArray();
    client.signUp(email, typed);
    client.confirm(email, codes.getOrDefault(email, "none"));
    Arrays.fill(typed, ' ');
    return new Actor(name, email, passphrase, client, Optional::empty);
  }

  /** Logs in on a device that knows nothing yet. */
  static Actor logIn(Stage stage, String name, String email, String passphrase, Path device) {
    return logIn(stage, name, List.of(email, passphrase), device, Optional::empty);
  }

  /**
   * The same with an authenticator app.
   *
   * @param login address and passphrase
   */
  static Actor logIn(
      Stage stage,
      String name,
      List<String> login,
      Path device,
      Supplier<Optional<String>> authenticator) {
    SealwardClient client = stage.client(DeviceStore.inFolder(device));
    return new Actor(name, login.get(0), login.get(1), client, authenticator);
  }

  String name() {
    return name;
  }

  String email() {
    return email;
  }

  Session session() {
    return session;
  }

  List<Needle> secrets() {
    return secrets;
  }

  void listen() {
    session.listen(events::add);
  }

  /** Waits for the next event of a type; what came before it is let go. */
  <T extends LiveEvent> T await(Class<T> type) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline) {
      LiveEvent event = events.poll(1, TimeUnit.SECONDS);
      if (type.isInstance(event)) {
        return type.cast(event);
      }
    }
    throw new IllegalStateException(name + " was told of no " + type.getSimpleName());
  }

  @Override
  public void close() {
    session.close();
    client.close();
    Arrays.fill(passphrase, ' ');
  }
}
