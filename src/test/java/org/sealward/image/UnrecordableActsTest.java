package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealward.image.ActsOnRecord.expect;
import static org.sealward.image.ActsOnRecord.readVault;
import static org.sealward.image.ActsOnRecord.sealed;
import static org.sealward.image.ActsOnRecord.writeVault;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.RefusedRecords;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.SignedGrant;

/** No act happens that cannot be put on record. */
class UnrecordableActsTest {
  private final Scene scene = new Scene();

  @Test
  void session_thatCannotBeRecorded_doesNotBegin() {
    TestUser user = TestUser.in(TestService.get());
    try (RefusedRecords _ = new RefusedRecords(user.id())) {
      assertThat(user.get("/v1/me").status()).isEqualTo(500);
    }
    expect(200, user.get("/v1/me"));
  }

  @Test
  void act_thatCannotBeRecorded_doesNotHappen() throws Exception {
    Scene.Person owner = scene.person();
    TestUser user = owner.user();
    Scene.Person reader = scene.person();
    UUID conversation = scene.conversation(owner);
    Scene.Picture picture = scene.stored(scene.picture(owner, owner.id(), conversation, 1000));
    String grants = "/v1/images/" + picture.id() + "/grants";
    SignedGrant toReader = scene.grant(picture, owner, reader);
    SignedGrant toOwner = scene.grant(picture, owner, owner);
    expect(204, user.post(grants, toOwner));
    expect(204, writeVault(scene, user, sealed(user, 1)));
    OwnKeys next = scene.unpublished(owner);
    TestConversation draft = TestConversation.draft(user);

    try (RefusedRecords _ = new RefusedRecords(user.id())) {
      assertThat(user.post(grants, toReader).status()).isEqualTo(500);
      TestUser.Answer fetched = user.get(grants);
      assertThat(fetched.status()).isEqualTo(500);
      assertThat(fetched.body()).doesNotContain("wrap");
      assertThat(writeVault(scene, user, sealed(user, 2)).status()).isEqualTo(500);
      TestUser.Answer read = readVault(user);
      assertThat(read.status()).isEqualTo(500);
      assertThat(read.body()).doesNotContain("ciphertext");
      assertThat(user.put("/v1/me/bundles/2", next.signedBundle()).status()).isEqualTo(500);
      assertThat(user.post("/v1/conversations", draft.body()).status()).isEqualTo(500);
    }

    expect(404, reader.user().get(grants));
    assertThat(readVault(user).as(SealedPrivateBundle.class).revision()).isEqualTo(1);
    assertThat(user.get("/v1/users/" + user.id() + "/bundles").body())
        .contains("\"version\":1")
        .doesNotContain("\"version\":2");
    expect(404, user.get(draft.path()));

    // They were refused for nothing else.
    assertThat(expect(200, user.get(grants)).body()).contains("wrap");
    expect(204, user.post(grants, toReader));
    expect(200, reader.user().get(grants));
    expect(204, writeVault(scene, user, sealed(user, 2)));
    assertThat(readVault(user).as(SealedPrivateBundle.class).revision()).isEqualTo(2);
    expect(201, user.post("/v1/conversations", draft.body()));
    expect(204, user.put("/v1/me/bundles/2", next.signedBundle()));
  }
}
