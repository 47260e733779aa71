package org.sealward.reference;

import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealward.TestUser;
import org.sealward.api.AcceptInvitation;
import org.sealward.api.Archived;
import org.sealward.api.MessageStored;
import org.sealward.api.NewConnection;
import org.sealward.api.NewEntry;
import org.sealward.api.NewInstitution;
import org.sealward.api.NewInvitation;
import org.sealward.api.ProfileUpdate;
import org.sealward.api.PushTarget;
import org.sealward.api.Retention;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.NewEpoch;
import org.sealward.envelope.OwnInstitutionKey;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.SignedAttestation;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedRevocation;
import org.sealward.envelope.VaultMethod;
import org.sealward.envelope.VaultWrap;

/**
 * What a caller sends to each route of the authorisation table: a request that is right but for who
 * sends it, and about things of its own wherever it would change them for the next caller.
 */
final class Requests {
  private static final int UPLOAD_LENGTH = 100;

  private final Callers people;
  private final JsonMapper json;
  private final Map<String, Function<TestUser, HttpRequest.Builder>> requests = new HashMap<>();

  Requests(Callers people) {
    this.people = people;
    this.json = people.service().bean(JsonMapper.class);
    accounts();
    clinics();
    attestations();
    conversations();
    images();
    uploads();
  }

  /** Without the token; a GET of a fixed path needs no entry here. */
  HttpRequest.Builder of(String request, TestUser caller) {
    Function<TestUser, HttpRequest.Builder> known = requests.get(request);
    if (known != null) {
      return known.apply(caller);
    }
    if (request.matches("GET [^{]+")) {
      return path(request.substring("GET ".length())).GET();
    }
    throw new AssertionError("tell Requests what to send to " + request);
  }

  private void accounts() {
    put(
        "PUT /v1/me/profile",
        "/v1/me/profile",
        _ -> new ProfileUpdate("A", "cardiology", List.of(), "", true));
    put("PUT /v1/me/bundles/{version}", "/v1/me/bundles/1", caller -> caller.keys().signedBundle());
    put(
        "PUT /v1/me/bundles/{version} [another user's bundle]",
        "/v1/me/bundles/1",
        caller -> other(caller).keys().signedBundle());
    String target = "/v1/me/push-targets/" + UUID.randomUUID();
    put("PUT /v1/me/push-targets/{deviceId}", target, _ -> new PushTarget("phone"));
    requests.put("DELETE /v1/me/push-targets/{deviceId}", _ -> path(target).DELETE());
    requests.put("DELETE /v1/me", _ -> path("/v1/me").DELETE());
    get("GET /v1/users/{id}/bundles", () -> "/v1/users/" + people.user("owner").id() + "/bundles");
    requests.put(
        "GET /v1/me/private-key",
        caller -> {
          caller.send(
              privateKey(caller, caller).header("Authorization", "Bearer " + caller.accessToken()));
          return path("/v1/me/private-key").header("Sealward-Identity-Token", caller.idToken());
        });
    requests.put(
        "GET /v1/me/private-key [another user's identity token]",
        caller ->
            path("/v1/me/private-key").header("Sealward-Identity-Token", other(caller).idToken()));
    requests.put("PUT /v1/me/private-key", caller -> privateKey(caller, caller));
    requests.put(
        "PUT /v1/me/private-key [another user's bundle]",
        caller -> privateKey(caller, other(caller)));
  }

  private void clinics() {
    String institution = "/v1/institutions/" + people.institution();
    post(
        "POST /v1/institutions",
        () -> "/v1/institutions",
        _ -> new NewInstitution("Clinic " + UUID.randomUUID()));
    post(
        "POST /v1/institutions/{id}/invitations [of a specialist]",
        () -> institution + "/invitations",
        _ -> new NewInvitation("specialist"));
    post(
        "POST /v1/institutions/{id}/invitations [of an admin]",
        () -> institution + "/invitations",
        _ -> new NewInvitation("institution-admin"));
    post(
        "POST /v1/invitations/accept [a code that nobody gave out]",
        () -> "/v1/invitations/accept",
        _ -> new AcceptInvitation("00000000000000000000000000"));
    get("GET /v1/institutions/{id}/specialists", () -> institution + "/specialists");
    post(
        "POST /v1/institutions/{id}/specialists/{userId}/confirm",
        () -> institution + "/specialists/" + people.user("member").id() + "/confirm",
        _ -> null);
    get("GET /v1/institutions/{id}/retention", () -> institution + "/retention");
    put(
        "PUT /v1/institutions/{id}/retention",
        institution + "/retention",
        _ -> new Retention(3_650));
    get("GET /v1/specialists/{id}", () -> "/v1/specialists/" + people.user("member").id());
    get(
        "GET /v1/specialists/{id} [an unconfirmed one]",
        () -> "/v1/specialists/" + people.user("unconfirmed").id());
    post(
        "POST /v1/connections",
        () -> "/v1/connections",
        _ -> new NewConnection(people.user("stranger").id()));
    post(
        "POST /v1/connections/{id}/accept",
        () -> "/v1/connections/" + people.askedOnce() + "/accept",
        _ -> null);
    post(
        "POST /v1/connections/{id}/decline",
        () -> "/v1/connections/" + people.askedTwice() + "/decline",
        _ -> null);
  }

  private void attestations() {
    String institution = "/v1/institutions/" + people.institution();
    OwnInstitutionKey key = OwnInstitutionKey.first(people.institution(), Callers.now());
    TestUser member = people.user("member");
    SignedAttestation signed =
        SignedAttestation.issue(
            key,
            member.id(),
            member.keys().fingerprint(),
            "Dr. Member",
            "Cardiology",
            Callers.now().plus(Duration.ofDays(1)));
    put("PUT /v1/institutions/{id}/keys/{version}", institution + "/keys/1", _ -> key.signedKey());
    get("GET /v1/institutions/{id}/keys", () -> institution + "/keys");
    String attestation = institution + "/attestations/" + member.id();
    Runnable made =
        () -> {
          TestUser admin = people.user("admin");
          Callers.expect(204, admin.put(institution + "/keys/1", key.signedKey()));
          Callers.expect(204, admin.put(attestation, signed));
        };
    put(
        "PUT /v1/institutions/{id}/attestations/{userId}",
        attestation,
        _ -> {
          made.run();
          return signed;
        });
    get("GET /v1/institutions/{id}/attestations", () -> institution + "/attestations");
    get(
        "GET /v1/specialists/{id}/attestation",
        () -> {
          made.run();
          return "/v1/specialists/" + member.id() + "/attestation";
        });
    get(
        "GET /v1/specialists/{id}/attestation [of somebody nobody vouches for]",
        () -> "/v1/specialists/" + people.user("stranger").id() + "/attestation");
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
    requests.put(
        "POST /v1/conversations/{id}/entries",
        caller -> {
          TestConversation conversation = people.conversation();
          return json("POST", conversation.path() + "/entries", entry(conversation, caller));
        });
    requests.put(
        "POST /v1/conversations/{id}/entries [another member's]",
        _ -> {
          TestConversation conversation = people.conversation();
          return json(
              "POST", conversation.path() + "/entries", entry(conversation, people.user("owner")));
        });
    requests.put(
        "POST /v1/conversations/{id}/leaves",
        caller -> {
          TestConversation conversation = people.conversation();
          return json("POST", conversation.path() + "/leaves", conversation.leave(caller));
        });
    requests.put(
        "POST /v1/conversations/{id}/leaves [another member's]",
        _ -> {
          TestConversation conversation = people.conversation();
          return json(
              "POST", conversation.path() + "/leaves", conversation.leave(people.user("owner")));
        });
    requests.put(
        "PUT /v1/conversations/{id}/archived",
        _ -> json("PUT", people.shared().path() + "/archived", new Archived(false)));
    requests.put("DELETE /v1/conversations/{id}/messages/{seq}", _ -> deletionOfMessage());
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
    requests.put(
        "GET /v1/me/images/outdated",
        caller ->
            path("/v1/me/images/outdated?fingerprint=" + caller.keys().fingerprint().base64Url())
                .GET());
    for (String part : List.of("", "/content", "/leaves", "/grants")) {
      get("GET /v1/images/{id}" + part, () -> people.imagePath() + part);
    }
    requests.put(
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
    requests.put(
        "OPTIONS /v1/uploads", _ -> path("/v1/uploads").method("OPTIONS", BodyPublishers.noBody()));
    requests.put("POST /v1/uploads", _ -> creation(UUID.randomUUID(), UPLOAD_LENGTH));
    uploading("OPTIONS", "OPTIONS");
    uploading("HEAD", "HEAD");
    uploading("PATCH", "PATCH");
    uploading("DELETE", "DELETE");
    uploading("POST", "PATCH");
  }

  private void uploading(String method, String meant) {
    requests.put(
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

  /** Sealed bytes of the right lengths; the service cannot tell that nothing opens them. */
  private HttpRequest.Builder privateKey(TestUser caller, TestUser owner) {
    var wrap =
        new VaultWrap(VaultMethod.RECOVERY, Bytes.of(new byte[16]), null, Bytes.of(new byte[104]));
    var sealed =
        new SealedPrivateBundle(
            1,
            owner.id(),
            System.nanoTime() & ((1L << 53) - 1),
            List.of(wrap),
            Bytes.of(new byte[72]));
    return json("PUT", "/v1/me/private-key", sealed)
        .header("Sealward-Identity-Token", caller.idToken());
  }

  private TestUser other(TestUser caller) {
    return people.user(caller == people.user("owner") ? "member" : "owner");
  }

  private void get(String request, Supplier<String> path) {
    requests.put(request, _ -> path(path.get()).GET());
  }

  private void put(String request, String path, Function<TestUser, Object> body) {
    requests.put(request, caller -> json("PUT", path, body.apply(caller)));
  }

  private void post(
      String request, Supplier<String> path, Function<TestUser, @Nullable Object> body) {
    requests.put(request, caller -> json("POST", path.get(), body.apply(caller)));
  }

  private HttpRequest.Builder json(String method, String path, @Nullable Object body) {
    try {
      return body == null
          ? path(path).method(method, BodyPublishers.noBody())
          : path(path)
              .header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpRequest.Builder path(String path) {
    return HttpRequest.newBuilder(people.service().url().resolve(path));
  }

  private static String base64(UUID id) {
    return Base64.getEncoder().encodeToString(id.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
