package org.sealward.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.api.Connection;
import org.sealward.api.Invitation;
import org.sealward.api.NewInvitation;
import org.sealward.api.ProfileUpdate;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.QuickPassphrase;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SecretBytes;

/**
 * Somebody with an app. Their passphrase takes no time, since most tests are about something else;
 * those {@link #signedUp} or {@link #typing} sign up and log in as anybody would.
 */
public final class Person implements LoginDialogue, AutoCloseable {
  private static final String PASSPHRASE = "correct horse battery staple";

  private final TestService service;
  private final String email = UUID.randomUUID() + "@example.org";
  private final DeviceStore device = DeviceStore.inMemory();
  private final SealwardClient client;
  private final boolean types;
  private boolean hasRole;
  private final List<String> recoveryCodes = new ArrayList<>();
  private final List<SealwardClient> otherClients = new ArrayList<>();
  private final List<Session> otherSessions = new ArrayList<>();
  private @Nullable Session session;

  private Person(TestService service, VaultAccess access, boolean types) {
    this.service = service;
    this.types = types;
    this.client = SealwardClient.of(service.url(), device).vaultAccess(access).connect();
  }

  public static Person signedUp(TestService service) {
    return signedUp(service, VaultAccess.DIRECT);
  }

  public static Person signedUp(TestService service, VaultAccess access) {
    var person = new Person(service, access, true);
    person.client.signUp(person.email, passphrase());
    person.client.confirm(person.email, service.code(person.email));
    return person;
  }

  /** Somebody {@link #signedUp} with keys. */
  public static Person typing(TestService service) {
    Person person = signedUp(service);
    person.session();
    return person;
  }

  /** Somebody whom the operators put into a Cognito group past sign-up. */
  public static Person inGroup(TestService service, String group) {
    return in(service, Set.of(group));
  }

  private static Person in(TestService service, Set<String> groups) {
    var person = new Person(service, VaultAccess.DIRECT, false);
    person.hasRole = !groups.isEmpty();
    try (Passphrase passphrase = new QuickPassphrase(PASSPHRASE);
        SecretBytes secret = passphrase.loginSecret(service.aws().userPoolId(), person.email)) {
      char[] ascii = new String(secret.toArray(), StandardCharsets.US_ASCII).toCharArray();
      service.aws().createConfirmedUser(person.email, ascii, groups);
    }
    return person;
  }

  /** A patient with keys. */
  public static Person loggedIn(TestService service) {
    Person person = in(service, Set.of());
    person.session();
    return person;
  }

  /** A confirmed specialist with a profile, who accepts patients. */
  public static Person specialist(TestService service, TestClinic clinic, String specialty) {
    Person person = inGroup(service, "specialist");
    Invitation invitation =
        clinic
            .admin()
            .post(
                "/v1/institutions/" + clinic.institution() + "/invitations",
                new NewInvitation("specialist"))
            .as(Invitation.class);
    Session session = person.session();
    session.institutions().accept(invitation.code());
    clinic
        .admin()
        .post(
            "/v1/institutions/"
                + clinic.institution()
                + "/specialists/"
                + session.userId()
                + "/confirm");
    session
        .specialists()
        .publish(new ProfileUpdate("Dr. Client", specialty, List.of("en"), "", true));
    return person;
  }

  /** Connects this patient with a specialist. */
  public Person connectedWith(Person specialist) {
    Connection asked = session().connections().ask(specialist.id());
    specialist.session().connections().accept(asked.id());
    return this;
  }

  /** Of those who do not. */
  public static Passphrase quickPassphrase() {
    return new QuickPassphrase(PASSPHRASE);
  }

  /** Of those who type. */
  public static char[] passphrase() {
    return PASSPHRASE.toCharArray();
  }

  public TestService service() {
    return service;
  }

  public String email() {
    return email;
  }

  public DeviceStore device() {
    return device;
  }

  public SealwardClient client() {
    return client;
  }

  public UUID id() {
    return session().userId();
  }

  /** The session of the first device, begun when it is first asked for. */
  public Session session() {
    Session open = session;
    if (open == null) {
      open = logIn(client);
      session = open;
    }
    return open;
  }

  /** A session of another client, which the caller closes. */
  public Session logIn(SealwardClient other) {
    if (types) {
      return other.logIn(email, passphrase(), this);
    }
    try (Passphrase passphrase = new QuickPassphrase(PASSPHRASE)) {
      return other.logIn(email, passphrase, this);
    }
  }

  /** A session on another device, which has never seen anything. */
  public Session onNewDevice() {
    return onNewDevice(this::logIn);
  }

  public Session onNewDevice(char[] passphrase, LoginDialogue dialogue) {
    return onNewDevice(other -> other.logIn(email, passphrase, dialogue));
  }

  private Session onNewDevice(Function<SealwardClient, Session> login) {
    SealwardClient other = SealwardClient.of(service.url(), DeviceStore.inMemory()).connect();
    otherClients.add(other);
    Session opened = login.apply(other);
    otherSessions.add(opened);
    return opened;
  }

  /** What the person wrote down. */
  public List<String> recoveryCodes() {
    return recoveryCodes;
  }

  @Override
  public void keep(RecoveryCode code) {
    recoveryCodes.add(new String(code.toChars()));
  }

  /** Whoever has a role has an authenticator app. */
  @Override
  public Optional<String> secondFactor() {
    return hasRole ? Optional.of(service.aws().authenticatorCode(email)) : Optional.empty();
  }

  @Override
  public void close() {
    otherSessions.forEach(Session::close);
    if (session != null) {
      session.close();
    }
    otherClients.forEach(SealwardClient::close);
    client.close();
  }
}
