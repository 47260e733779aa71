package org.sealward.reference;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.sealward.TestProber;
import org.sealward.TestUser;
import org.sealward.api.AcceptInvitation;
import org.sealward.api.AssistedDecryptionPolicy;
import org.sealward.api.ConfirmedSubscription;
import org.sealward.api.LegalHold;
import org.sealward.api.NewAvailabilityExclusion;
import org.sealward.api.NewConnection;
import org.sealward.api.NewInstitution;
import org.sealward.api.NewInvitation;
import org.sealward.api.NewLegalHold;
import org.sealward.api.NewStatusIncident;
import org.sealward.api.NewStatusMaintenance;
import org.sealward.api.NewStatusPost;
import org.sealward.api.NewStatusWebhook;
import org.sealward.api.NewSubscription;
import org.sealward.api.ProfileUpdate;
import org.sealward.api.PushTarget;
import org.sealward.api.Retention;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.OwnInstitutionKey;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.SignedAttestation;
import org.sealward.envelope.VaultMethod;
import org.sealward.envelope.VaultWrap;

/** About users, institutions and connections. */
final class AccountRequests extends RequestTable {
  private static final String FORM = "application/x-www-form-urlencoded";

  AccountRequests(Callers people) {
    super(people);
    accounts();
    clinics();
    attestations();
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
    request("DELETE /v1/me/push-targets/{deviceId}", _ -> path(target).DELETE());
    request("DELETE /v1/me", _ -> path("/v1/me").DELETE());
    get("GET /v1/users/{id}/bundles", () -> "/v1/users/" + people.user("owner").id() + "/bundles");
    get(
        "GET /v1/users/{id}/bundles/{version}/proof",
        () -> "/v1/users/" + people.user("owner").id() + "/bundles/1/proof");
    post(
        "POST /v1/availability/observations [of a place without a prober]",
        () -> "/v1/availability/observations",
        _ -> TestProber.unknown().batch(Instant.now()));
    put(
        "PUT /v1/availability/{contract}/exclusions/{id}",
        "/v1/availability/standard/exclusions/" + UUID.randomUUID(),
        _ ->
            new NewAvailabilityExclusion(
                Instant.parse("2026-03-01T00:00:00Z"),
                Instant.parse("2026-03-01T01:00:00Z"),
                "hosting-provider",
                "The region was away.",
                "https://status.example.org/1",
                "An operator"));
    request(
        "DELETE /v1/availability/{contract}/exclusions/{id} [of nothing]",
        _ -> path("/v1/availability/standard/exclusions/" + UUID.randomUUID()).DELETE());
    get("GET /v1/availability/{contract}/{month}", () -> "/v1/availability/standard/2026-07");
    get(
        "GET /v1/availability/{contract}/{month}/evidence",
        () -> "/v1/availability/standard/2026-07/evidence");
    statusPage();
    get("GET /v1/receipts/{id} [of nothing]", () -> "/v1/receipts/" + UUID.randomUUID());
    get("GET /v1/logs/{log}/checkpoint", () -> "/v1/logs/keys/checkpoint");
    get("GET /v1/logs/{log}/tile/{path}", () -> "/v1/logs/keys/tile/0/000.p/1");
    request(
        "GET /v1/me/private-key",
        caller -> {
          caller.send(
              privateKey(caller, caller).header("Authorization", "Bearer " + caller.accessToken()));
          return path("/v1/me/private-key").header("Sealward-Identity-Token", caller.idToken());
        });
    request(
        "GET /v1/me/private-key [another user's identity token]",
        caller ->
            path("/v1/me/private-key").header("Sealward-Identity-Token", other(caller).idToken()));
    request("PUT /v1/me/private-key", caller -> privateKey(caller, caller));
    request(
        "PUT /v1/me/private-key [another user's bundle]",
        caller -> privateKey(caller, other(caller)));
  }

  private void statusPage() {
    List<String> parts = List.of("assisted-decryption");
    Instant began = Callers.now().minusSeconds(60);
    put(
        "PUT /v1/status/incidents/{id}",
        "/v1/status/incidents/" + UUID.randomUUID(),
        _ -> new NewStatusIncident("An outage", "minor", began, parts));
    request(
        "DELETE /v1/status/incidents/{id} [of nothing]",
        _ -> path("/v1/status/incidents/" + UUID.randomUUID()).DELETE());
    put(
        "PUT /v1/status/maintenances/{id}",
        "/v1/status/maintenances/" + UUID.randomUUID(),
        _ ->
            new NewStatusMaintenance(
                "Work",
                Instant.parse("2026-12-31T00:00:00Z"),
                Instant.parse("2026-12-31T01:00:00Z"),
                parts));
    request(
        "DELETE /v1/status/maintenances/{id} [of nothing]",
        _ -> path("/v1/status/maintenances/" + UUID.randomUUID()).DELETE());
    put(
        "PUT /v1/status/posts/{id}",
        "/v1/status/posts/" + UUID.randomUUID(),
        _ -> new NewStatusPost(null, null, null, "All is well."));
    request(
        "DELETE /v1/status/posts/{id} [of nothing]",
        _ -> path("/v1/status/posts/" + UUID.randomUUID()).DELETE());
    get("GET /v1/status/webhooks", () -> "/v1/status/webhooks");
    put(
        "PUT /v1/status/webhooks/{id}",
        "/v1/status/webhooks/" + UUID.randomUUID(),
        _ -> new NewStatusWebhook("https://hooks.example.org/"));
    request(
        "DELETE /v1/status/webhooks/{id} [of nothing]",
        _ -> path("/v1/status/webhooks/" + UUID.randomUUID()).DELETE());
    get("GET /api/v2/{name}", () -> "/api/v2/summary.json");
    post(
        "POST /v1/status/subscriptions",
        () -> "/v1/status/subscriptions",
        _ -> new NewSubscription("anna@example.org"));
    post(
        "POST /v1/status/subscriptions/confirm",
        () -> "/v1/status/subscriptions/confirm",
        _ -> new ConfirmedSubscription("anna@example.org", "00000000"));
    form("POST /status/subscriptions", "email=anna%40example.org");
    form("POST /status/subscriptions/confirm", "email=anna%40example.org&code=00000000");
    get(
        "GET /status/unsubscribe/{id} [of nobody]",
        () -> "/status/unsubscribe/" + UUID.randomUUID());
    request(
        "POST /status/unsubscribe/{id} [of nobody]",
        _ ->
            path("/status/unsubscribe/" + UUID.randomUUID())
                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                .header("Content-Type", FORM));
  }

  private void form(String request, String body) {
    request(
        request,
        _ ->
            path(request.replace("POST ", ""))
                .POST(BodyPublishers.ofString(body))
                .header("Content-Type", FORM));
  }

  private void clinics() {
    String institution = "/v1/institutions/" + people.institution();
    post(
        "POST /v1/institutions",
        () -> "/v1/institutions",
        _ -> new NewInstitution("Clinic " + UUID.randomUUID(), null));
    post(
        "POST /v1/institutions [a canary]",
        () -> "/v1/institutions",
        _ -> new NewInstitution("Canary " + UUID.randomUUID(), true));
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
    get("GET /v1/institutions/{id}/audit", () -> institution + "/audit");
    put(
        "PUT /v1/institutions/{id}/retention",
        institution + "/retention",
        _ -> new Retention(3_650));
    get(
        "GET /v1/institutions/{id}/assisted-decryption",
        () -> institution + "/assisted-decryption");
    put(
        "PUT /v1/institutions/{id}/assisted-decryption",
        institution + "/assisted-decryption",
        _ -> new AssistedDecryptionPolicy(true));
    String hold = institution + "/legal-holds/" + UUID.randomUUID();
    put(
        "PUT /v1/institutions/{id}/legal-holds/{holdId}",
        hold,
        _ -> new NewLegalHold(people.user("owner").id(), LegalHold.Reason.OTHER));
    put(
        "PUT /v1/institutions/{id}/legal-holds/{holdId} [on somebody else's patient]",
        institution + "/legal-holds/" + UUID.randomUUID(),
        _ -> new NewLegalHold(people.user("reviewer").id(), LegalHold.Reason.OTHER));
    get("GET /v1/institutions/{id}/legal-holds", () -> institution + "/legal-holds");
    request(
        "DELETE /v1/institutions/{id}/legal-holds/{holdId}",
        _ -> path(hold + "?reason=CLOSED").DELETE());
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
    post(
        "POST /v1/connections/{id}/end [the patient is the owner]",
        () -> "/v1/connections/" + people.connectionOfOwner() + "/end",
        _ -> null);
    post(
        "POST /v1/connections/{id}/end [the specialist is the member]",
        () -> "/v1/connections/" + people.connectionOfMember() + "/end",
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
}
