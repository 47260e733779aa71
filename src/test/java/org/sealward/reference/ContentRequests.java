package org.sealward.reference;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.sealward.TestUser;
import org.sealward.api.Archived;
import org.sealward.api.AssistedDecryption;
import org.sealward.api.MessageStored;
import org.sealward.api.NewEntry;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.AssistRequest;
import org.sealward.envelope.AssistSecret;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.NewEpoch;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedRevocation;

/** About conversations, messages and images. */
final class ContentRequests extends RequestTable {
  private static final int UPLOAD_LENGTH = 100;

  ContentRequests(Callers people) {
    super(people);
    conversations();
    images();
    uploads();
  }

  private void conversations() {
    post(
        "POST /v1/conversations",
        () -> "/v1/conversations",
        caller -> TestConversation.draft(caller).body());
    post(
        "POST /v1/conversations [with somebody whom only specialists may reach]",
        () -> "/v1/conversations",
        caller ->
            TestConversation.draft(
                    caller, people.user(caller == people.user("stranger") ? "former" : "stranger"))
                .body());
    for (String part : List.of("", "/entries", "/wraps", "/messages", "/leaves")) {
      get("GET /v1/conversations/{id}" + part, () -> people.shared().path() + part);
    }
    request(
        "POST /v1/conversations/{id}/entries",
        caller -> {
          TestConversation conversation = people.conversation();
          return json("POST", conversation.path() + "/entries", entry(conversation, caller));
        });
    request(
        "POST /v1/conversations/{id}/entries [another member's]",
        _ -> {
          TestConversation conversation = people.conversation();
          return json(
              "POST", conversation.path() + "/entries", entry(conversation, people.user("owner")));
        });
    request(
        "POST /v1/conversations/{id}/leaves",
        caller -> {
          TestConversation conversation = people.conversation();
          return json("POST", conversation.path() + "/leaves", conversation.leave(caller));
        });
    request(
        "POST /v1/conversations/{id}/leaves [another member's]",
        _ -> {
          TestConversation conversation = people.conversation();
          return json(
              "POST", conversation.path() + "/leaves", conversation.leave(people.user("owner")));
        });
    request(
        "PUT /v1/conversations/{id}/archived",
        _ -> json("PUT", people.shared().path() + "/archived", new Archived(false)));
    request("DELETE /v1/conversations/{id}/messages/{seq}", _ -> deletionOfMessage());
    post(
        "POST /v1/conversations/{id}/messages",
        () -> people.shared().path() + "/messages",
        caller -> people.shared().message(caller, "{}"));
    post(
        "POST /v1/conversations/{id}/messages [another member's]",
        () -> people.shared().path() + "/messages",
        _ -> people.shared().message(people.user("owner"), "{}"));
  }

  private HttpRequest.Builder deletionOfMessage() {
    TestUser owner = people.user("owner");
    String messages = people.shared().path() + "/messages";
    long seq =
        owner.post(messages, people.shared().message(owner, "{}")).as(MessageStored.class).seq();
    return path(messages + "/" + seq).DELETE();
  }

  private void images() {
    request(
        "GET /v1/me/images/outdated",
        caller ->
            path("/v1/me/images/outdated?fingerprint=" + caller.keys().fingerprint().base64Url())
                .GET());
    for (String part : List.of("", "/content", "/leaves", "/grants")) {
      get("GET /v1/images/{id}" + part, () -> people.imagePath() + part);
    }
    request(
        "DELETE /v1/images/{id}",
        caller -> {
          if (caller != people.user("owner")) {
            return path(people.imagePath()).DELETE();
          }
          UUID own = UUID.randomUUID();
          upload(own, new byte[UPLOAD_LENGTH]);
          return path("/v1/images/" + own).DELETE();
        });
    post(
        "POST /v1/images/{id}/decryption [where nothing is decrypted]",
        () -> people.imagePath() + "/decryption",
        _ -> {
          AssistRequest asked =
              AssistRequest.of(people.grantTo("member").grant(), AssistSecret.IMAGE_KEY);
          var seal = new AssistedDecryption.Seal(UUID.randomUUID(), Bytes.of(new byte[1168]));
          return new AssistedDecryption(
              1, asked.grantHash(), asked.secret(), asked.nonce(), List.of(seal), null, null);
        });
    post(
        "POST /v1/images/{id}/grants",
        () -> people.imagePath() + "/grants",
        caller -> people.grant(caller, people.user("owner")));
    post(
        "POST /v1/images/{id}/revocations",
        () -> people.imagePath() + "/revocations",
        caller -> {
          SignedGrant grant = people.grantTo("member");
          return SignedRevocation.issue(grant.grant(), caller.keys(), Callers.now());
        });
  }

  private void uploads() {
    request(
        "OPTIONS /v1/uploads", _ -> path("/v1/uploads").method("OPTIONS", BodyPublishers.noBody()));
    request("POST /v1/uploads", _ -> creation(UUID.randomUUID(), UPLOAD_LENGTH));
    uploading("OPTIONS", "OPTIONS");
    uploading("HEAD", "HEAD");
    uploading("PATCH", "PATCH");
    uploading("DELETE", "DELETE");
    uploading("POST", "PATCH");
  }

  private void uploading(String method, String meant) {
    request(
        method + " /v1/uploads/{id}",
        _ -> {
          UUID id = UUID.randomUUID();
          Callers.expect(201, sendAsOwner(creation(id, UPLOAD_LENGTH)));
          HttpRequest.Builder request = path("/v1/uploads/" + id).header("Tus-Resumable", "1.0.0");
          if (!meant.equals("PATCH")) {
            return request.method(method, BodyPublishers.noBody());
          }
          request.header("X-HTTP-Method-Override", meant);
          return bytes(request, method, 0, new byte[UPLOAD_LENGTH / 2]);
        });
  }

  /** Uploads the whole image as the owner. */
  void upload(UUID imageId, byte[] ciphertext) {
    Callers.expect(201, sendAsOwner(creation(imageId, ciphertext.length)));
    HttpRequest.Builder request = path("/v1/uploads/" + imageId).header("Tus-Resumable", "1.0.0");
    Callers.expect(204, sendAsOwner(bytes(request, "PATCH", 0, ciphertext)));
  }

  private HttpRequest.Builder creation(UUID imageId, int length) {
    String metadata =
        "imageId %s,subjectId %s,conversationId %s"
            .formatted(
                base64(imageId), base64(people.user("owner").id()), base64(people.shared().id()));
    return path("/v1/uploads")
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", String.valueOf(length))
        .header("Upload-Metadata", metadata)
        .POST(BodyPublishers.noBody());
  }

  private static HttpRequest.Builder bytes(
      HttpRequest.Builder request, String method, int offset, byte[] bytes) {
    return request
        .header("Upload-Offset", String.valueOf(offset))
        .header("Content-Type", "application/offset+octet-stream")
        .method(method, BodyPublishers.ofByteArray(bytes));
  }

  private TestUser.Answer sendAsOwner(HttpRequest.Builder request) {
    TestUser owner = people.user("owner");
    return owner.send(request.header("Authorization", "Bearer " + owner.accessToken()));
  }

  /** An entry that changes nothing but the key; whoever is no member makes themselves one. */
  private NewEntry entry(TestConversation conversation, TestUser author) {
    List<Member> members = new ArrayList<>(conversation.entry().members());
    if (conversation.entry().member(author.id()).isEmpty()) {
      members.add(new Member(author.id(), author.keys().fingerprint(), MemberRole.MEMBER, 2));
    }
    NewEpoch next = MembershipAuthor.next(author.keys(), conversation.entry(), members, List.of());
    return new NewEntry(
        next.signedEntry(),
        Callers.NAMES.stream()
            .filter(name -> !name.equals(Callers.NOBODY))
            .map(people::user)
            .filter(user -> next.signedEntry().entry().member(user.id()).isPresent())
            .map(user -> next.key().wrapFor(next.signedEntry().entry(), user.keys().bundle()))
            .toList());
  }

  private static String base64(UUID id) {
    return Base64.getEncoder().encodeToString(id.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
