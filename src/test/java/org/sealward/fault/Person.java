package org.sealward.fault;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import org.sealward.TestClinic;
import org.sealward.TestUser;
import org.sealward.client.DeviceStore;
import org.sealward.client.LentKeys;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.SecretBytes;
import org.sealward.local.Authenticated;

/** A specialist with an app, for whom a test also speaks HTTP by itself. */
final class Person implements AutoCloseable {
  private static final String PASSPHRASE = "seven kites above the old harbour";

  private final SealwardClient client;
  private final Session session;
  private final TestUser user;
  private final Heard heard = new Heard();
  private boolean listens;

  Person(Site site, TestClinic clinic) {
    String email = UUID.randomUUID() + "@example.org";
    String loginSecret = loginSecret(site, email);
    site.aws().createConfirmedUser(email, loginSecret.toCharArray(), Set.of("specialist"));
    client = SealwardClient.of(site.url(), DeviceStore.inMemory()).connect();
    session = client.logIn(email, PASSPHRASE.toCharArray(), new Authenticated(site.aws(), email));
    user =
        clinic.welcome(
            TestUser.known(site, email, loginSecret, LentKeys.of(session)), "dermatology");
  }

  /** Lets the app listen; what it is told is in {@link #heard()}. */
  Person listening() {
    session.listen(heard);
    listens = true;
    return this;
  }

  boolean listens() {
    return listens;
  }

  private static String loginSecret(Site site, String email) {
    try (Passphrase passphrase = Passphrase.of(PASSPHRASE.toCharArray());
        SecretBytes secret = passphrase.loginSecret(site.aws().userPoolId(), email)) {
      return new String(secret.toArray(), StandardCharsets.US_ASCII);
    }
  }

  TestUser user() {
    return user;
  }

  UUID id() {
    return user.id();
  }

  Heard heard() {
    return heard;
  }

  @Override
  public void close() {
    session.close();
    client.close();
  }
}
