package org.sealward.keyvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.envelope.Opener;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.UnlockKey;

/** The vault through the API: real gate, real DynamoDB Local, the deployed policies. */
final class PrivateKeyRoutesTest {
  private static final String PATH = "/v1/me/private-key";

  private final TestService service = TestService.get();

  private static SealedPrivateBundle sealed(TestUser user, UUID userId, long revision) {
    try (Passphrase passphrase = Passphrase.of("correct horse battery staple".toCharArray());
        UnlockKey unlock = UnlockKey.from(passphrase);
        PrivateBundle content = PrivateBundle.of(user.keys())) {
      return SealedPrivateBundle.seal(userId, revision, content, List.of(unlock));
    }
  }

  private static TestUser.Answer put(TestUser user, String idToken, String json) {
    return user.send(
        user.request(PATH)
            .header("Content-Type", "application/json")
            .header("Sealward-Identity-Token", idToken)
            .PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  private TestUser.Answer put(TestUser user, SealedPrivateBundle bundle) throws Exception {
    return put(
        user,
        user.idToken(),
        service.bean(io.micronaut.json.JsonMapper.class).writeValueAsString(bundle));
  }

  private static TestUser.Answer get(TestUser user, String idToken) {
    return user.send(user.request(PATH).header("Sealward-Identity-Token", idToken).GET());
  }

  @Test
  void sealedBundle_comesBack_toItsOwner() throws Exception {
    TestUser user = TestUser.withKeys(service);
    assertThat(get(user, user.idToken()).problem()).isEqualTo("private-key-not-found");

    SealedPrivateBundle bundle = sealed(user, user.id(), 1);
    assertThat(put(user, bundle).status()).isEqualTo(204);

    SealedPrivateBundle back = get(user, user.idToken()).as(SealedPrivateBundle.class);
    assertThat(back).isEqualTo(bundle);
    try (Passphrase passphrase = Passphrase.of("correct horse battery staple".toCharArray());
        var opened = Opener.privateBundle(back, passphrase, 0)) {
      assertThat(opened.content().keys(user.keys().signedBundle()).fingerprint())
          .isEqualTo(user.keys().fingerprint());
    }
  }

  @Test
  void revision_neverFalls() throws Exception {
    TestUser user = TestUser.withKeys(service);
    assertThat(put(user, sealed(user, user.id(), 2)).status()).isEqualTo(204);

    assertThat(put(user, sealed(user, user.id(), 2)).problem()).isEqualTo("revision-conflict");
    assertThat(put(user, sealed(user, user.id(), 1)).problem()).isEqualTo("revision-conflict");
    assertThat(put(user, sealed(user, user.id(), 3)).status()).isEqualTo(204);
  }

  @Test
  void identityToken_ofSomebodyElse_opensNothing() throws Exception {
    TestUser user = TestUser.withKeys(service);
    TestUser other = TestUser.withKeys(service);
    put(user, sealed(user, user.id(), 1));

    assertThat(get(user, other.idToken()).problem()).isEqualTo("identity-token-refused");
    assertThat(get(other, user.idToken()).problem()).isEqualTo("identity-token-refused");
    assertThat(get(user, user.accessToken()).problem()).isEqualTo("identity-token-refused");
    assertThat(get(user, user.idToken()).status()).isEqualTo(200);
  }

  @Test
  void bundle_ofSomebodyElse_isNotStored() throws Exception {
    TestUser user = TestUser.withKeys(service);

    assertThat(put(user, sealed(user, UUID.randomUUID(), 1)).problem())
        .isEqualTo("private-key-not-valid");
  }

  @Test
  void identityToken_thatIsMissing_isABadRequest() {
    TestUser user = TestUser.withKeys(service);

    assertThat(user.get(PATH).status()).isEqualTo(400);
  }
}
