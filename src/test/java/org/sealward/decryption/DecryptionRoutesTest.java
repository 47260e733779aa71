package org.sealward.decryption;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.RefusedRecords;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.AssistKeyList;
import org.sealward.api.AssistedDecryption;
import org.sealward.api.AssistedDecryptionPolicy;
import org.sealward.conversation.AssistPolicy;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.SignedAssistKey;
import org.sealward.envelope.SignedRevocation;

/** Assisted decryption through HTTP, at a node that offers it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecryptionRoutesTest {
  /** Two segments, the last chunk not full. */
  private static final int LENGTH = 1_500_000;

  private AssistNode node;
  private AssistPeople people;

  @BeforeAll
  void start() throws IOException {
    node = new AssistNode(2, Map.of());
    people = new AssistPeople(node, LENGTH);
  }

  @AfterAll
  void stop() {
    if (node != null) {
      node.close();
    }
  }

  @BeforeEach
  void turnOn() {
    people.policy(true);
  }

  @Test
  void keys_areSignedByTheServiceKey() throws Exception {
    AssistKeyList list = people.keys();

    // The public half of the seed 0x55…, by: openssl pkey -in seed.der -pubout -outform DER
    Bytes pinned =
        Bytes.fromHex("c6822637c7d310ec57627be00ba259d253749f4aaf644470cffbe53a35f73242");
    assertThat(list.signingKey()).isEqualTo(pinned);
    for (SignedAssistKey signed : list.keys()) {
      AssistKey key = signed.accept(pinned, Instant.now());
      assertThat(key.notAfter()).isBefore(Instant.now().plus(10, ChronoUnit.MINUTES));
    }
  }

  @Test
  void seed_opensTheWholePicture() throws Exception {
    HttpResponse<byte[]> answer = people.ask(node, people.specialist, people.bySeed());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Arrays.equals(answer.body(), people.picture)).isTrue();
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(LENGTH);
  }

  @Test
  void decryption_isOnRecord_once() throws Exception {
    AssistedDecryption body = people.bySeed();
    int before = recorded().size();
    assertThat(people.ask(node, people.specialist, body).statusCode()).isEqualTo(200);
    assertThat(problem(body)).isEqualTo("409 assist-nonce-used");

    List<AuditRecord> recorded = recorded();
    assertThat(recorded).hasSize(before + 1);
    AuditRecord last = recorded.getLast();
    assertThat(last.institution()).isEqualTo(people.clinic.institution());
    assertThat(last.subject()).isEqualTo(people.patient.id());
    assertThat(last.object()).isEqualTo(people.context.imageId());
  }

  @Test
  void decryption_thatCannotBeRecorded_doesNotHappen() throws Exception {
    AssistedDecryption body = people.bySeed();
    try (RefusedRecords _ = new RefusedRecords(people.specialist.id())) {
      assertThat(people.ask(node, people.specialist, body).statusCode()).isEqualTo(500);
    }
    assertThat(people.ask(node, people.specialist, body).statusCode()).isEqualTo(200);
  }

  /** Decryptions for the specialist, the oldest first. */
  private List<AuditRecord> recorded() throws SQLException {
    try (Connection connection = TestService.get().database().asService();
        PreparedStatement select =
            connection.prepareStatement(
                "select record from audit_record where kind = 'image-decrypted' and actor = ?"
                    + " order by position")) {
      select.setObject(1, people.specialist.id());
      List<AuditRecord> records = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          records.add(AuditRecord.decode(Bytes.of(rows.getBytes(1))));
        }
      }
      return records;
    }
  }

  @Test
  void key_opensARangeAcrossSegments() throws Exception {
    HttpResponse<byte[]> answer =
        people.ask(node, people.specialist, people.byKey(1_040_000L, 20_001L));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(people.picture, 1_040_000, 1_060_001));
  }

  @Test
  void offsetAlone_asksForTheRest() throws Exception {
    HttpResponse<byte[]> answer =
        people.ask(node, people.specialist, people.byKey(LENGTH - 3L, null));

    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(people.picture, LENGTH - 3, LENGTH));
  }

  @Test
  void rangeBeyondTheEnd_isNotSatisfiable() throws Exception {
    assertThat(problem(people.byKey(1L, (long) LENGTH))).isEqualTo("416 range-not-satisfiable");
    assertThat(problem(people.byKey(-1L, 10L))).isEqualTo("416 range-not-satisfiable");
    assertThat(problem(people.byKey(0L, -1L))).isEqualTo("416 range-not-satisfiable");
    assertThat(problem(people.byKey(LENGTH + 1L, null))).isEqualTo("416 range-not-satisfiable");
  }

  @Test
  void institutionThatTurnedItOff_isHeeded() throws Exception {
    people.policy(false);
    assertThat(problem(people.bySeed())).isEqualTo("403 assisted-decryption-off");

    people.policy(true);
    assertThat(people.ask(node, people.specialist, people.bySeed()).statusCode()).isEqualTo(200);
  }

  @Test
  void policy_isReadByTheInstitutionsAdmin() {
    TestUser admin = people.clinic.admin();
    String path = "/v1/institutions/" + people.clinic.institution() + "/assisted-decryption";
    assertThat(admin.get(path).as(AssistedDecryptionPolicy.class).enabled()).isTrue();

    people.policy(false);
    assertThat(admin.get(path).as(AssistedDecryptionPolicy.class).enabled()).isFalse();
  }

  @Test
  void otherInstitutionsPolicy_doesNotCount() throws Exception {
    people.policy(false);
    TestClinic other = TestClinic.open(node);
    String path = "/v1/institutions/" + other.institution() + "/assisted-decryption";
    other.admin().put(path, new AssistedDecryptionPolicy(true));

    assertThat(problem(people.bySeed())).isEqualTo("403 assisted-decryption-off");
  }

  @Test
  void everyInstitutionOfAConversation_hasToWantIt() {
    AssistPolicy policy = node.bean(AssistPolicy.class);
    var other = new AssistPeople(node, 10);
    TestUser patient = people.clinic.patientOf(people.specialist);
    UUID both = TestConversation.begin(people.specialist, patient, other.specialist).id();

    assertThat(policy.allows(both)).isFalse();
    other.policy(true);
    assertThat(policy.allows(both)).isTrue();
    people.policy(false);
    assertThat(policy.allows(both)).isFalse();
  }

  @Test
  void conversationWithoutAnInstitution_isNobodysToDecide() {
    UUID alone = TestConversation.begin(people.patient).id();

    assertThat(node.bean(AssistPolicy.class).allows(alone)).isFalse();
  }

  @Test
  void whoeverHoldsNoGrant_seesNoImage() throws Exception {
    TestUser stranger = people.clinic.specialist("surgery");

    // With the grant of somebody else, which a stranger may know of.
    assertThat(AssistPeople.problem(people.ask(node, stranger, people.bySeed())))
        .isEqualTo("404 image-not-found");
    // The patient may read it, by a grant of the patient's own.
    assertThat(AssistPeople.problem(people.ask(node, people.patient, people.bySeed())))
        .isEqualTo("404 image-not-found");
  }

  @Test
  void revokedGrant_opensNothing() throws Exception {
    var others = new AssistPeople(node, 1000);
    others.policy(true);
    assertThat(others.ask(node, others.specialist, others.bySeed()).statusCode()).isEqualTo(200);
    SignedRevocation revocation =
        SignedRevocation.issue(
            others.grant, others.patient.keys(), Instant.now().truncatedTo(ChronoUnit.MILLIS));
    others.patient.post("/v1/images/" + others.context.imageId() + "/revocations", revocation);

    assertThat(AssistPeople.problem(others.ask(node, others.specialist, others.bySeed())))
        .isEqualTo("404 image-not-found");
    ImageGrant again = others.granted(others.specialist);
    assertThat(AssistPeople.problem(others.ask(node, others.specialist, others.bySeed())))
        .as("by the grant that was revoked, now that there is another")
        .isEqualTo("404 image-not-found");
    AssistedDecryption anew = others.byKey(again, null, null);
    assertThat(others.ask(node, others.specialist, anew).statusCode()).isEqualTo(200);
  }

  @Test
  void requestAgain_isRefused() throws Exception {
    AssistedDecryption request = people.bySeed();
    assertThat(people.ask(node, people.specialist, request).statusCode()).isEqualTo(200);

    assertThat(problem(request)).isEqualTo("409 assist-nonce-used");
  }

  @Test
  void failedRequestAgain_isRefused() throws Exception {
    AssistedDecryption request = withNonce(people.bySeed(), AssistPeople.nonce());
    assertThat(problem(request)).isEqualTo("422 decryption-failed");

    assertThat(problem(request)).isEqualTo("409 assist-nonce-used");
  }

  @Test
  void secretForAnotherNonceOrKindOrKey_doesNotOpen_whateverTheReason() throws Exception {
    AssistedDecryption seed = people.bySeed();
    HttpResponse<byte[]> nonce =
        people.ask(node, people.specialist, withNonce(seed, AssistPeople.nonce()));
    AssistedDecryption.Seal seal = seed.seals().getFirst();
    byte[] altered = seal.sealed().toArray();
    altered[0] ^= 1;
    HttpResponse<byte[]> sealed =
        people.ask(
            node,
            people.specialist,
            withSeal(seed, new AssistedDecryption.Seal(seal.keyId(), Bytes.of(altered))));
    HttpResponse<byte[]> length =
        people.ask(
            node,
            people.specialist,
            withSeal(
                withNonce(seed, AssistPeople.nonce()),
                new AssistedDecryption.Seal(seal.keyId(), seal.sealed().slice(0, 1167))));

    for (HttpResponse<byte[]> answer : List.of(nonce, sealed, length)) {
      assertThat(AssistPeople.problem(answer)).isEqualTo("422 decryption-failed");
      assertThat(details(answer)).isEqualTo(details(nonce));
    }
  }

  @Test
  void keyThatTheServiceHasNot_isTold() throws Exception {
    AssistKey there = people.keys().keys().getFirst().key();
    var foreign = new AssistKey(1, UUID.randomUUID(), there.publicKey(), there.notAfter());

    assertThat(problem(people.byKey(foreign))).isEqualTo("409 assist-key-unknown");
    assertThat(people.ask(node, people.specialist, people.byKey(there)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void oneSealOfMany_suffices() throws Exception {
    AssistKey there = people.keys().keys().getFirst().key();
    AssistedDecryption request = people.byKey(there);
    var foreign =
        new AssistedDecryption.Seal(UUID.randomUUID(), request.seals().getFirst().sealed());

    HttpResponse<byte[]> answer =
        people.ask(
            node,
            people.specialist,
            withSeals(request, List.of(foreign, request.seals().getFirst())));

    assertThat(Arrays.equals(answer.body(), people.picture)).isTrue();
  }

  @Test
  void more_thanThereIsRoomFor_areToldToWait_andDoNotUseUpTheirNonce() throws Exception {
    Assistance assistance = node.bean(Assistance.class);
    AssistedDecryption request = people.bySeed();
    try (var _ = assistance.enter(UUID.randomUUID()).orElseThrow();
        var _ = assistance.enter(UUID.randomUUID()).orElseThrow()) {
      HttpResponse<byte[]> busy = people.ask(node, people.specialist, request);

      assertThat(AssistPeople.problem(busy)).isEqualTo("503 assist-busy");
      assertThat(busy.headers().firstValue("Retry-After")).contains("1");
    }
    assertThat(people.ask(node, people.specialist, request).statusCode()).isEqualTo(200);
  }

  @Test
  void secondPictureOfAUser_waits_andAnotherUserDoesNot() throws Exception {
    Assistance assistance = node.bean(Assistance.class);
    AssistedDecryption request = people.bySeed();
    AssistedDecryption ofPatient = people.byKey(people.granted(people.patient), 0L, 10L);
    try (var _ = assistance.enter(people.specialist.id()).orElseThrow()) {
      assertThat(problem(request)).isEqualTo("503 assist-busy");
      assertThat(people.ask(node, people.patient, ofPatient).statusCode()).isEqualTo(200);
    }
    assertThat(people.ask(node, people.specialist, request).statusCode()).isEqualTo(200);
  }

  @Test
  void places_areLeft_howeverARequestEnds() throws Exception {
    for (int i = 0; i < 3; i++) {
      people.ask(node, people.specialist, withNonce(people.bySeed(), AssistPeople.nonce()));
      AssistedDecryption again = people.byKey(0L, 10L);
      people.ask(node, people.specialist, again);
      people.ask(node, people.specialist, again);
    }
    Assistance assistance = node.bean(Assistance.class);

    try (var _ = assistance.enter(UUID.randomUUID()).orElseThrow();
        var _ = assistance.enter(UUID.randomUUID()).orElseThrow()) {
      assertThat(assistance.enter(UUID.randomUUID())).isEmpty();
    }
  }

  @Test
  void noSealOrTooMany_areRefused() throws Exception {
    AssistedDecryption request = people.bySeed();
    AssistedDecryption.Seal seal = request.seals().getFirst();

    assertThat(problem(withSeals(request, List.of()))).isEqualTo("400 invalid-request");
    assertThat(problem(withSeals(request, Collections.nCopies(17, seal))))
        .isEqualTo("400 invalid-request");
  }

  @Test
  void nodeWithoutIt_offersNothing() throws Exception {
    TestService without = TestService.get();
    TestUser user = TestUser.in(without);

    AssistKeyList list = user.get("/v1/assist-keys").as(AssistKeyList.class);

    assertThat(list).isEqualTo(new AssistKeyList(null, List.of()));
  }

  private String problem(AssistedDecryption request) throws Exception {
    return AssistPeople.problem(people.ask(node, people.specialist, request));
  }

  /** The problem document without the id of the request. */
  private static String details(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8)
        .replaceFirst("urn:uuid:[0-9a-f-]+", "");
  }

  private static AssistedDecryption withNonce(AssistedDecryption request, Bytes nonce) {
    return new AssistedDecryption(
        1, request.grantHash(), request.secret(), nonce, request.seals(), null, null);
  }

  private static AssistedDecryption withSeal(
      AssistedDecryption request, AssistedDecryption.Seal seal) {
    return withSeals(request, List.of(seal));
  }

  private static AssistedDecryption withSeals(
      AssistedDecryption request, List<AssistedDecryption.Seal> seals) {
    return new AssistedDecryption(
        1, request.grantHash(), request.secret(), request.nonce(), seals, null, null);
  }
}
