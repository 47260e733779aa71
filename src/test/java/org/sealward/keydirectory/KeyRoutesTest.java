package org.sealward.keydirectory;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.Tables;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.Page;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.PublicBundleItem;
import org.sealward.envelope.SecretBytes;
import org.sealward.envelope.SignedBundle;
import org.sealward.platform.EventBodies;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class KeyRoutesTest {
  private final TestService service = TestService.get();

  @SuppressWarnings("unchecked")
  private static final Argument<Page<SignedBundle>> BUNDLES =
      (Argument<Page<SignedBundle>>) (Argument<?>) Argument.of(Page.class, SignedBundle.class);

  private static Instant now() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Test
  void bundle_isPublished_onceAndForEver() {
    TestUser user = TestUser.in(service);
    TestUser reader = TestUser.in(service);
    String path = "/v1/users/" + user.id() + "/bundles";
    assertThat(reader.get(path).problem()).isEqualTo("bundle-not-found");

    SignedBundle first = user.keys().signedBundle();
    assertThat(user.put("/v1/me/bundles/1", first).status()).isEqualTo(204);
    assertThat(user.put("/v1/me/bundles/1", first).status()).isEqualTo(204);

    SignedBundle other = OwnKeys.first(user.id(), PrivateKeys.generate(), now()).signedBundle();
    assertThat(user.put("/v1/me/bundles/1", other).problem()).isEqualTo("bundle-version-taken");
    assertThat(reader.get(path).as(BUNDLES).items()).containsExactly(first);
  }

  @Test
  void rotation_followsItsPredecessor() {
    TestUser user = TestUser.withKeys(service);
    OwnKeys second = user.keys().rotate(PrivateKeys.generate(), now());
    OwnKeys unrelated =
        OwnKeys.first(user.id(), PrivateKeys.generate(), now())
            .rotate(PrivateKeys.generate(), now());

    assertThat(user.put("/v1/me/bundles/2", unrelated.signedBundle()).problem())
        .isEqualTo("invalid-envelope");
    assertThat(user.put("/v1/me/bundles/2", second.signedBundle()).status()).isEqualTo(204);
    assertThat(user.get("/v1/users/" + user.id() + "/bundles?after=1").as(BUNDLES).items())
        .containsExactly(second.signedBundle());
  }

  @Test
  void publishedBundle_isCopiedToTheSecondTable_encrypted() throws Exception {
    TestUser user = TestUser.withKeys(service);
    Map<String, AttributeValue> key =
        Map.of(
            "userId",
            AttributeValue.fromS(user.id().toString()),
            "version",
            AttributeValue.fromN("1"));

    Map<String, AttributeValue> item = Map.of();
    try (DynamoDbClient dynamo = Tables.of(service.aws())) {
      for (int i = 0; i < 100 && item.isEmpty(); i++) {
        Thread.sleep(50);
        item = dynamo.getItem(r -> r.tableName(service.aws().publicBundlesTable()).key(key)).item();
      }
    }

    var copied =
        new PublicBundleItem(
            user.id(),
            1,
            bytes(item, "encryptedDataKey"),
            bytes(item, "nonce"),
            bytes(item, "ciphertext"));
    byte[] dataKey =
        service
            .aws()
            .dataKey(copied.encryptedDataKey().toArray(), Map.of("purpose", "public-bundles"));
    try (SecretBytes secret = SecretBytes.copyOf(dataKey)) {
      assertThat(service.bean(EventBodies.class).read(copied.unlock(secret), SignedBundle.class))
          .isEqualTo(user.keys().signedBundle());
    }
  }

  private static Bytes bytes(Map<String, AttributeValue> item, String name) {
    return Bytes.of(Objects.requireNonNull(item.get(name)).b().asByteArray());
  }

  @Test
  void bundle_ofSomebodyElse_isRefused() {
    TestUser user = TestUser.in(service);
    SignedBundle others =
        OwnKeys.first(UUID.randomUUID(), PrivateKeys.generate(), now()).signedBundle();

    assertThat(user.put("/v1/me/bundles/1", others).status()).isEqualTo(400);
    assertThat(user.put("/v1/me/bundles/2", user.keys().signedBundle()).status()).isEqualTo(400);
    assertThat(user.put("/v1/me/bundles/1", user.keys().signedBundle()).status()).isEqualTo(204);
  }
}
