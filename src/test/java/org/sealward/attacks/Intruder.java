package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.TestClinic;
import org.sealward.TestUser;
import org.sealward.TestUser.Answer;
import org.sealward.api.Connection;
import org.sealward.api.NewEntry;
import org.sealward.client.Content;
import org.sealward.client.ImageDescription;
import org.sealward.client.Insider;
import org.sealward.client.Person;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ContentTree;
import org.sealward.envelope.EpochKey;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.NewEpoch;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SignedEntry;
import org.sealward.envelope.SignedGrant;

/**
 * A confirmed specialist of the clinic whose program sends what it likes, with a genuine login and
 * genuine keys. What it does rightly is the control of what it forges.
 */
final class Intruder {
  /** Of ciphertext that the service has. */
  record Upload(ImageContext context, SealedContent content, ImageKey key) {
    ImageDescription description() {
      return new ImageDescription("x.png", "image/png", 1, null, null, context, content);
    }
  }

  final TestUser user;
  private @Nullable NewEpoch newest;

  private Intruder(TestUser user) {
    this.user = user;
  }

  static Intruder at(TestClinic clinic, Person patient) {
    var intruder = new Intruder(clinic.specialist("surgery"));
    Connection asked = patient.session().connections().ask(intruder.user.id());
    expect(200, intruder.user.post("/v1/connections/" + asked.id() + "/accept"));
    return intruder;
  }

  OwnKeys keys() {
    return user.keys();
  }

  private NewEpoch epoch() {
    NewEpoch begun = newest;
    if (begun == null) {
      throw new IllegalStateException("no conversation");
    }
    return begun;
  }

  MembershipEntry entry() {
    return epoch().signedEntry().entry();
  }

  EpochKey key() {
    return epoch().key();
  }

  String path() {
    return "/v1/conversations/" + entry().conversationId();
  }

  /** Begins a conversation with these, as its admin. */
  UUID begin(Person... others) {
    List<Member> members = new ArrayList<>();
    members.add(new Member(user.id(), keys().fingerprint(), MemberRole.ADMIN, 0));
    List<PublicBundle> bundles = new ArrayList<>();
    bundles.add(keys().bundle());
    for (Person other : others) {
      PublicBundle bundle = other.session().keys().own();
      bundles.add(bundle);
      members.add(new Member(other.id(), bundle.fingerprint(), MemberRole.MEMBER, 0));
    }
    NewEpoch begun = MembershipAuthor.begin(keys(), members);
    newest = begun;
    MembershipEntry entry = begun.signedEntry().entry();
    var body =
        new NewEntry(
            begun.signedEntry(), bundles.stream().map(b -> begun.key().wrapFor(entry, b)).toList());
    expect(201, user.post("/v1/conversations", body));
    return entry.conversationId();
  }

  /** Of a next message, now. */
  MessageHeader header() {
    return new MessageHeader(
        1,
        entry().conversationId(),
        entry().epoch(),
        entry().membershipHash(),
        user.id(),
        null,
        TestConversation.uuid7(),
        Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS),
        null);
  }

  SealedMessage sealed(Content content) {
    return SealedMessage.seal(header(), Insider.content(content), key(), keys());
  }

  /** The service takes it: who must refuse it is the reader. */
  SealedMessage send(SealedMessage message) {
    expect(201, user.post(path() + "/messages", message));
    return message;
  }

  Answer author(SignedEntry entry) {
    return user.post(path() + "/entries", new NewEntry(entry, List.of()));
  }

  ImageContext image(UUID subjectId) {
    return new ImageContext(UUID.randomUUID(), subjectId, user.id(), entry().conversationId());
  }

  /** Stores ciphertext, whatever it is, under a digest that is right. */
  Upload upload(ImageContext image, ImageKey key, byte[] ciphertext) {
    String metadata =
        "imageId %s,subjectId %s,conversationId %s"
            .formatted(
                base64(image.imageId()), base64(image.subjectId()), base64(image.conversationId()));
    expect(
        201,
        user.send(
            user.request("/v1/uploads")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", String.valueOf(ciphertext.length))
                .header("Upload-Metadata", metadata)
                .POST(BodyPublishers.noBody())));
    expect(
        204,
        user.send(
            user.request("/v1/uploads/" + image.imageId())
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(ciphertext))));
    Bytes digest =
        new ContentTree.Builder().update(ciphertext, 0, ciphertext.length).build().contentDigest();
    Upload upload = new Upload(image, new SealedContent(digest, ciphertext.length), key);
    // Without a grant to its owner nobody may pass an image on.
    grant(upload, issue(upload, keys().bundle()));
    return upload;
  }

  SignedGrant issue(Upload upload, PublicBundle recipient) {
    return SignedGrant.issue(
        upload.context(),
        upload.content(),
        upload.key(),
        keys(),
        recipient,
        Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
  }

  /** The service takes it: who must refuse it is the recipient. */
  void grant(Upload upload, SignedGrant grant) {
    expect(204, user.post("/v1/images/" + upload.context().imageId() + "/grants", grant));
  }

  private static void expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
  }

  private static String base64(UUID id) {
    return Base64.getEncoder().encodeToString(id.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
