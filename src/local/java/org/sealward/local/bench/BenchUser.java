package org.sealward.local.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.sealward.api.AcceptInvitation;
import org.sealward.api.AssistedDecryptionPolicy;
import org.sealward.api.Deployment;
import org.sealward.api.Institution;
import org.sealward.api.Invitation;
import org.sealward.api.NewInstitution;
import org.sealward.api.NewInvitation;
import org.sealward.client.internal.cognito.Login;
import org.sealward.client.internal.cognito.TokenRenewal;
import org.sealward.client.internal.cognito.UserPool;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.Retries;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SecretBytes;
import org.sealward.local.LocalBackends;

/**
 * A user who is logged in with tokens of the user pool and has published keys. The login secret is
 * given, which spares the two Argon2id runs of a login by passphrase.
 */
public final class BenchUser {
  private static final String SECRET = "Sw1!a-login-secret-of-43-characters-for-bench-";
  private static final Clock CLOCK = Clock.systemUTC();

  private final OwnKeys keys;
  private final TokenRenewal tokens;
  private final ServiceApi api;

  private BenchUser(UUID id, TokenRenewal tokens, ServiceApi api) {
    this.keys =
        OwnKeys.first(id, PrivateKeys.generate(), CLOCK.instant().truncatedTo(ChronoUnit.MILLIS));
    this.tokens = tokens;
    this.api = api;
  }

  public OwnKeys keys() {
    return keys;
  }

  public UUID id() {
    return keys.userId();
  }

  public String accessToken() {
    return tokens.current();
  }

  public ServiceApi api() {
    return api;
  }

  /** Makes users at one service, all confirmed specialists of one institution. */
  public static final class Clinic implements AutoCloseable {
    private final LocalBackends backends;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ServiceApi service;
    private final UserPool pool;
    private final BenchUser admin;
    private final UUID institution;

    public Clinic(LocalBackends backends, URI url) {
      this.backends = backends;
      this.service = ServiceApi.anonymous(url, http, Retries.standard());
      this.pool = new UserPool(service.send(Call.get("/v1/deployment"), Deployment.class), CLOCK);
      BenchUser operator = user("operator");
      this.institution =
          operator
              .api
              .send(
                  Call.post(
                      "/v1/institutions", new NewInstitution("Bench " + UUID.randomUUID(), null)),
                  Institution.class)
              .id();
      this.admin = user("institution-admin");
      invite(operator, admin, "institution-admin");
    }

    private BenchUser user(String group) {
      String email = UUID.randomUUID() + "@bench.example";
      String id = backends.aws().createConfirmedUser(email, SECRET.toCharArray(), Set.of(group));
      var login =
          new Login(
              email,
              SecretBytes.copyOf(Bytes.utf8(SECRET).toArray()),
              () -> Optional.of(backends.aws().authenticatorCode(email)));
      var tokens = new TokenRenewal(pool, CLOCK, pool.logIn(login));
      return new BenchUser(UUID.fromString(id), tokens, service.as(tokens));
    }

    public BenchUser specialist() {
      BenchUser user = user("specialist");
      user.api.send(Call.put("/v1/me/bundles/1", user.keys.signedBundle()));
      invite(admin, user, "specialist");
      admin.api.send(
          Call.post("/v1/institutions/" + institution + "/specialists/" + user.id() + "/confirm"));
      return user;
    }

    /** Lets the service decrypt images for apps that cannot. */
    public void turnOnAssistedDecryption() {
      admin.api.send(
          Call.put(
              "/v1/institutions/" + institution + "/assisted-decryption",
              new AssistedDecryptionPolicy(true)));
    }

    private void invite(BenchUser inviter, BenchUser invited, String role) {
      Invitation invitation =
          inviter.api.send(
              Call.post(
                  "/v1/institutions/" + institution + "/invitations", new NewInvitation(role)),
              Invitation.class);
      invited.api.send(
          Call.post("/v1/invitations/accept", new AcceptInvitation(invitation.code())));
    }

    @Override
    public void close() {
      pool.close();
      http.close();
    }
  }
}
