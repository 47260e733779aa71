package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.api.Page;
import org.sealward.api.StoredGrant;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.Opener;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedGrant;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;
import org.sealward.platform.Event;

/** Grants through HTTP. */
class GrantRoutesTest extends GrantScene {
  @Test
  void grant_byTheOwner_letsTheRecipientReadAndOpen() {
    Picture picture = stored();
    assertThat(read(specialist, picture)).isEqualTo(404);

    SignedGrant grant = granted(picture, owner, specialist);

    for (String suffix : List.of("", "/content", "/leaves", "/grants")) {
      assertThat(scene.get(specialist, "/v1/images/" + picture.id() + suffix).statusCode())
          .isEqualTo(200);
    }
    assertThat(grants(specialist, picture)).containsExactly(new StoredGrant(grant, null));
    try (ImageKey key =
        Opener.imageKey(
            grants(specialist, picture).getFirst().grant(),
            owner.keys().bundle(),
            specialist.keys())) {
      assertThat(key).isNotNull();
    }
    assertThat(read(colleague, picture)).isEqualTo(404);
  }

  @Test
  void grant_isToldOnTheRecipientsStream() {
    Picture picture = stored();
    Person recipient = scene.person();

    SignedGrant grant = granted(picture, owner, recipient);

    List<Event> told = events(recipient, "image-granted");
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().actor()).isEqualTo(owner.id());
    Bytes body = told.getFirst().body();
    assertThat(body).isNotNull();
    assertThat(Scene.text(scene.get(recipient, "/v1/images/" + picture.id() + "/grants")))
        .contains(new String(body.toArray(), StandardCharsets.UTF_8));
    assertThat(grants(recipient, picture).getFirst().grant()).isEqualTo(grant);
  }

  @Test
  void grant_sentTwice_countsOnce() {
    Picture picture = stored();
    Person recipient = scene.person();
    SignedGrant grant = granted(picture, owner, recipient);

    assertThat(post(owner, picture, grant).statusCode()).isEqualTo(204);

    assertThat(grants(owner, picture)).hasSize(1);
    assertThat(events(recipient, "image-granted")).hasSize(1);
  }

  @Test
  void grant_byWhoHoldsOne_passesTheImageOn() {
    Picture picture = stored();
    SignedGrant first = granted(picture, owner, specialist);

    granted(picture, specialist, colleague);
    assertThat(read(colleague, picture)).isEqualTo(200);

    revoke(owner, picture, first);
    assertThat(read(specialist, picture)).isEqualTo(404);
    assertThat(read(colleague, picture)).isEqualTo(200);
    assertThat(
            Scene.problem(
                post(specialist, picture, scene.grant(picture, specialist, scene.person()))))
        .isEqualTo("404 image-not-found");
  }

  @Test
  void grant_forgedSignature_isRefused() {
    Picture picture = stored();
    SignedGrant honest = scene.grant(picture, owner, specialist);
    SignedGrant others = scene.grant(picture, owner, colleague);

    assertInvalid(post(owner, picture, new SignedGrant(honest.grant(), FORGED)));
    assertInvalid(post(owner, picture, new SignedGrant(honest.grant(), others.signature())));
    assertThat(read(specialist, picture)).isEqualTo(404);
    assertThat(post(owner, picture, honest).statusCode()).isEqualTo(204);
  }

  @Test
  void grant_otherCiphertextThanTheStored_isRefused() {
    Picture picture = stored();
    Bytes digest = picture.sealed().contentDigest();
    long length = picture.sealed().ciphertextLength();

    assertInvalid(
        post(owner, picture, about(picture, new SealedContent(Bytes.of(new byte[32]), length))));
    assertInvalid(post(owner, picture, about(picture, new SealedContent(digest, length + 1))));
    assertThat(post(owner, picture, about(picture, picture.sealed())).statusCode()).isEqualTo(204);
  }

  private SignedGrant about(Picture picture, SealedContent content) {
    return SignedGrant.issue(
        picture.context(),
        content,
        picture.key(),
        owner.keys(),
        specialist.keys().bundle(),
        Scene.now());
  }

  @Test
  void grant_otherImageSubjectOwnerOrConversation_isRefused() {
    Picture picture = stored();
    ImageContext right = picture.context();
    UUID other = UUID.randomUUID();

    for (ImageContext wrong :
        List.of(
            new ImageContext(other, right.subjectId(), right.ownerId(), right.conversationId()),
            new ImageContext(right.imageId(), other, right.ownerId(), right.conversationId()),
            new ImageContext(right.imageId(), right.subjectId(), other, right.conversationId()),
            new ImageContext(right.imageId(), right.subjectId(), right.ownerId(), other))) {
      assertInvalid(
          post(
              owner,
              picture,
              SignedGrant.issue(
                  wrong,
                  picture.sealed(),
                  picture.key(),
                  owner.keys(),
                  specialist.keys().bundle(),
                  Scene.now())));
    }
  }

  @Test
  void grant_presentedByAnother_isRefused() {
    Picture picture = stored();
    granted(picture, owner, specialist);

    assertInvalid(post(specialist, picture, scene.grant(picture, owner, colleague)));
    assertThat(read(colleague, picture)).isEqualTo(404);
  }

  @Test
  void grant_toOldOrUnknownKeys_isRefused() {
    Picture picture = stored();
    Person before = scene.person();
    Person after = scene.rotated(before);
    SignedGrant toUnpublished =
        SignedGrant.issue(
            picture.context(),
            picture.sealed(),
            picture.key(),
            owner.keys(),
            scene.unpublished(before).bundle(),
            Scene.now());

    assertThat(Scene.problem(post(owner, picture, scene.grant(picture, owner, before))))
        .isEqualTo("409 grant-key-outdated");
    assertThat(Scene.problem(post(owner, picture, toUnpublished)))
        .isEqualTo("409 grant-key-outdated");
    granted(picture, owner, after);
  }

  @Test
  void grant_byOldKeys_isRefused() {
    Person before = scene.person();
    Picture picture = scene.stored(scene.picture(before, 5000));
    Person after = scene.rotated(before);

    assertThat(Scene.problem(post(before, picture, scene.grant(picture, before, specialist))))
        .isEqualTo("409 grant-key-outdated");
    granted(picture, after, specialist);
  }

  @Test
  void grants_areSeenByOwnerAndSubjectAll_byARecipientTheirOwn() {
    Picture picture = stored();
    SignedGrant toSpecialist = granted(picture, owner, specialist);
    SignedGrant toColleague = granted(picture, owner, colleague);
    revoke(owner, picture, toColleague);

    for (Person seesAll : List.of(owner, patient)) {
      assertThat(grants(seesAll, picture))
          .extracting(StoredGrant::grant)
          .containsExactlyInAnyOrder(toSpecialist, toColleague);
      assertThat(grants(seesAll, picture))
          .filteredOn(stored -> stored.revocation() != null)
          .extracting(StoredGrant::grant)
          .containsExactly(toColleague);
    }
    assertThat(grants(specialist, picture)).containsExactly(new StoredGrant(toSpecialist, null));
    assertThat(scene.get(colleague, "/v1/images/" + picture.id() + "/grants").statusCode())
        .isEqualTo(404);
    assertThat(read(patient, picture)).isEqualTo(404);
  }

  @Test
  void grants_moreThanAPage_comeInPages() {
    Picture picture = stored();
    for (int i = 0; i < 51; i++) {
      granted(picture, owner, specialist);
    }
    String path = "/v1/images/" + picture.id() + "/grants";

    Page<StoredGrant> first = page(owner, path);
    Page<StoredGrant> second = page(owner, path + "?after=" + first.next());

    assertThat(first.items()).hasSize(50);
    assertThat(second.items()).hasSize(1);
    assertThat(second.next()).isNull();
    assertThat(first.items()).doesNotContainAnyElementsOf(second.items());
    assertThat(Scene.problem(scene.get(owner, path + "?after=%20")))
        .isEqualTo("400 invalid-cursor");
  }

  private static void assertInvalid(HttpResponse<byte[]> answer) {
    assertThat(Scene.problem(answer)).isEqualTo("422 grant-not-valid");
  }
}
