package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.api.OutdatedImages;
import org.sealward.api.Page;
import org.sealward.api.StoredGrant;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.Opener;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedRevocation;
import org.sealward.image.Scene.Person;
import org.sealward.image.Scene.Picture;
import org.sealward.platform.Event;
import org.sealward.platform.EventLog;

/** Grants and revocations through HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantRoutesTest {
  private static final Bytes FORGED = Bytes.of(new byte[64]);

  private Scene scene;
  private Person owner;
  private Person patient;
  private Person specialist;
  private Person colleague;
  private UUID conversation;

  @BeforeAll
  void start() {
    scene = new Scene();
    owner = scene.person();
    patient = scene.person();
    specialist = scene.person();
    colleague = scene.person();
    conversation = scene.conversation(owner);
  }

  /** Shows the patient, belongs to the owner. */
  private Picture stored() {
    return scene.stored(scene.picture(owner, patient.id(), conversation, 5000));
  }

  private HttpResponse<byte[]> post(Person person, Picture picture, SignedGrant grant) {
    return scene.post(person, "/v1/images/" + picture.id() + "/grants", grant);
  }

  private SignedGrant granted(Picture picture, Person granter, Person recipient) {
    SignedGrant grant = scene.grant(picture, granter, recipient);
    assertThat(post(granter, picture, grant).statusCode()).isEqualTo(204);
    return grant;
  }

  private HttpResponse<byte[]> revoke(Person revoker, Picture picture, SignedGrant grant) {
    SignedRevocation revocation =
        SignedRevocation.issue(grant.grant(), revoker.keys(), Scene.now());
    return scene.post(revoker, "/v1/images/" + picture.id() + "/revocations", revocation);
  }

  private int read(Person person, Picture picture) {
    return scene.get(person, "/v1/images/" + picture.id() + "/content").statusCode();
  }

  private List<StoredGrant> grants(Person person, Picture picture) {
    return page(person, "/v1/images/" + picture.id() + "/grants").items();
  }

  @SuppressWarnings("unchecked")
  private Page<StoredGrant> page(Person person, String path) {
    return person
        .user()
        .get(path)
        .as((Argument<Page<StoredGrant>>) (Argument<?>) Argument.of(Page.class, StoredGrant.class));
  }

  private List<Event> events(Person person, String kind) {
    return scene.service().bean(EventLog.class).read(person.id(), 0, 1000).stream()
        .filter(event -> event.kind().equals(kind))
        .toList();
  }

  @Test
  void outdatedImages_areThoseNoGrantOpensToTheKeys_pageByPage() {
    Person reader = scene.person();
    List<Picture> pictures = List.of(stored(), stored(), stored());
    pictures.forEach(picture -> granted(picture, owner, reader));
    SignedGrant revoked = granted(stored(), owner, reader);
    assertThat(outdated(reader, reader, "").total()).isZero();
    Person rotated = scene.rotated(reader);

    List<UUID> all =
        Stream.concat(pictures.stream().map(Picture::id), Stream.of(revoked.grant().imageId()))
            .sorted(Comparator.comparing(UUID::toString))
            .toList();
    assertThat(outdated(reader, rotated, "")).isEqualTo(new OutdatedImages(4, all, null));
    OutdatedImages first = outdated(reader, rotated, "&limit=3");
    assertThat(first).isEqualTo(new OutdatedImages(4, all.subList(0, 3), all.get(2)));
    assertThat(outdated(reader, rotated, "&limit=3&after=" + first.next()))
        .isEqualTo(new OutdatedImages(4, all.subList(3, 4), null));
    // Another's, revoked and renewed ones are not among them.
    assertThat(outdated(scene.person(), rotated, "").total()).isZero();
    SignedRevocation revocation =
        SignedRevocation.issue(revoked.grant(), owner.keys(), Scene.now());
    assertThat(
            scene
                .post(owner, "/v1/images/" + revoked.grant().imageId() + "/revocations", revocation)
                .statusCode())
        .isEqualTo(204);
    granted(pictures.getFirst(), rotated, rotated);
    assertThat(outdated(reader, rotated, "").items())
        .containsExactlyInAnyOrder(pictures.get(1).id(), pictures.get(2).id());
    for (String wrong : List.of("", "?fingerprint=short", "?fingerprint=" + "_".repeat(43))) {
      assertThat(scene.get(reader, "/v1/me/images/outdated" + wrong).statusCode())
          .as(wrong)
          .isEqualTo(400);
    }
  }

  private OutdatedImages outdated(Person reader, Person keys, String query) {
    return scene.read(
        scene.get(
            reader,
            "/v1/me/images/outdated?fingerprint=" + keys.keys().fingerprint().base64Url() + query),
        OutdatedImages.class);
  }

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
  void revoke_byOwnerGranterOrSubject_closesTheImageAtOnce() {
    for (Person revoker : List.of(owner, specialist, patient)) {
      Picture picture = stored();
      granted(picture, owner, specialist);
      SignedGrant grant = granted(picture, specialist, colleague);
      assertThat(read(colleague, picture)).isEqualTo(200);

      assertThat(revoke(revoker, picture, grant).statusCode()).isEqualTo(204);

      for (String suffix : List.of("", "/content", "/leaves", "/grants")) {
        assertThat(scene.get(colleague, "/v1/images/" + picture.id() + suffix).statusCode())
            .isEqualTo(404);
      }
      assertThat(read(specialist, picture)).isEqualTo(200);
      assertThat(read(owner, picture)).isEqualTo(200);
    }
  }

  @Test
  void revocation_isToldOnTheRecipientsStreamOnce() {
    Picture picture = stored();
    Person recipient = scene.person();
    SignedGrant grant = granted(picture, owner, recipient);

    revoke(owner, picture, grant);
    assertThat(revoke(owner, picture, grant).statusCode()).isEqualTo(204);
    assertThat(revoke(patient, picture, grant).statusCode()).isEqualTo(204);

    assertThat(events(recipient, "image-revoked")).hasSize(1);
    assertThat(events(recipient, "image-revoked").getFirst().actor()).isEqualTo(owner.id());
  }

  @Test
  void grant_replayedAfterItsRevocation_isRefusedAndANewOneCounts() {
    Picture picture = stored();
    SignedGrant grant = granted(picture, owner, specialist);
    revoke(owner, picture, grant);

    assertThat(Scene.problem(post(owner, picture, grant))).isEqualTo("409 grant-revoked");
    assertThat(read(specialist, picture)).isEqualTo(404);

    granted(picture, owner, specialist);
    assertThat(read(specialist, picture)).isEqualTo(200);
  }

  @Test
  void revocation_byWhoMayNot_changesNothing() {
    Picture picture = stored();
    SignedGrant grant = granted(picture, owner, specialist);

    assertThat(Scene.problem(revoke(colleague, picture, grant))).isEqualTo("404 image-not-found");
    assertThat(Scene.problem(revoke(specialist, picture, grant))).isEqualTo("404 image-not-found");
    assertThat(read(specialist, picture)).isEqualTo(200);
  }

  @Test
  void revocation_forgedOrOfAnotherGrant_changesNothing() {
    Picture picture = stored();
    Picture another = stored();
    SignedGrant grant = granted(picture, owner, specialist);
    SignedGrant elsewhere = granted(another, owner, specialist);
    String path = "/v1/images/" + picture.id() + "/revocations";
    SignedRevocation honest = SignedRevocation.issue(grant.grant(), owner.keys(), Scene.now());
    SignedRevocation byPatient = SignedRevocation.issue(grant.grant(), patient.keys(), Scene.now());

    assertThat(
            Scene.problem(
                scene.post(owner, path, new SignedRevocation(honest.revocation(), FORGED))))
        .isEqualTo("422 revocation-not-valid");
    assertThat(Scene.problem(scene.post(owner, path, byPatient)))
        .isEqualTo("422 revocation-not-valid");
    assertThat(
            Scene.problem(
                scene.post(
                    owner,
                    path,
                    SignedRevocation.issue(elsewhere.grant(), owner.keys(), Scene.now()))))
        .isEqualTo("404 image-not-found");
    assertThat(read(specialist, picture)).isEqualTo(200);
    assertThat(scene.post(owner, path, honest).statusCode()).isEqualTo(204);
    assertThat(read(specialist, picture)).isEqualTo(404);
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
