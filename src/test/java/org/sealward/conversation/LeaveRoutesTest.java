package org.sealward.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.ConversationSummary;
import org.sealward.api.Page;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SignedLeave;

/** Protocol §6.4: the leaver is out at once, and the very next entry says so to everybody. */
final class LeaveRoutesTest {
  /** One for all tests, each with people of its own. */
  private static final TestClinic CLINIC = TestClinic.open(TestService.get());

  private final TestUser doctor = CLINIC.specialist("cardiology");
  private final TestUser nurse = CLINIC.specialist("nursing");
  private final TestUser patient = CLINIC.patientOf(doctor);
  private final TestConversation conversation = TestConversation.begin(doctor, nurse, patient);
  private final String leaves = conversation.path() + "/leaves";
  private final String entries = conversation.path() + "/entries";
  private final String messages = conversation.path() + "/messages";

  /** The doctor alone is an admin. */
  @BeforeEach
  void begin() {
    conversation.authored(
        doctor,
        List.of(),
        Map.of(doctor, MemberRole.ADMIN, nurse, MemberRole.MEMBER, patient, MemberRole.MEMBER));
    assertThat(doctor.post(entries, conversation.body()).status()).isEqualTo(201);
  }

  @SuppressWarnings("unchecked")
  private List<SignedLeave> pending(TestUser reader) {
    Argument<Page<SignedLeave>> page =
        (Argument<Page<SignedLeave>>) (Argument<?>) Argument.of(Page.class, SignedLeave.class);
    return reader.get(leaves).as(page).items();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/entries", "/wraps", "/messages", "/leaves"})
  void leaver_readsNothingMore_atOnce(String route) {
    assertThat(nurse.get(conversation.path() + route).status()).isEqualTo(200);

    assertThat(nurse.post(leaves, conversation.leave(nurse)).status()).isEqualTo(204);

    assertThat(nurse.get(conversation.path() + route).problem())
        .isEqualTo("conversation-not-found");
    assertThat(patient.get(conversation.path() + route).status()).isEqualTo(200);
  }

  @Test
  void messages_waitForTheRemoval_soThatNoneIsUnderAKeyOfTheLeaver() {
    SealedMessage early = conversation.message(patient, "{\"early\":1}");
    SealedMessage late = conversation.message(patient, "{\"late\":1}");
    SealedMessage ofTheLeaver = conversation.message(nurse, "{}");
    assertThat(patient.post(messages, early).status()).isEqualTo(201);

    assertThat(nurse.post(leaves, conversation.leave(nurse)).status()).isEqualTo(204);

    assertThat(patient.post(messages, late).problem()).isEqualTo("stale-epoch");
    assertThat(nurse.post(messages, ofTheLeaver).problem()).isEqualTo("conversation-not-found");
    assertThat(patient.post(messages, early).as(org.sealward.api.MessageStored.class).seq())
        .as("what was stored before stays stored")
        .isEqualTo(3);

    conversation.authored(
        patient, pending(patient), Map.of(doctor, MemberRole.ADMIN, patient, MemberRole.MEMBER));
    assertThat(patient.post(entries, conversation.body()).status()).isEqualTo(201);
    assertThat(patient.post(messages, conversation.message(patient, "{}")).status()).isEqualTo(201);
    assertThat(pending(doctor)).isEmpty();
  }

  @Test
  void nextEntry_hasToRemoveTheLeaver_whoeverAuthorsIt() {
    nurse.post(leaves, conversation.leave(nurse));
    SignedLeave leave = pending(doctor).getFirst();

    conversation.authored(
        doctor,
        List.of(),
        Map.of(doctor, MemberRole.ADMIN, nurse, MemberRole.MEMBER, patient, MemberRole.ADMIN));
    assertThat(doctor.post(entries, conversation.body()).problem()).isEqualTo("leave-pending");

    TestConversation other = TestConversation.begin(doctor, patient);
    assertThat(patient.post(other.path() + "/leaves", leave).status())
        .as("another's leave of another conversation")
        .isEqualTo(400);
    assertThat(nurse.get("/v1/conversations").as(summaries()).items()).isEmpty();
  }

  @Test
  void member_withoutALeave_removesNobody() {
    conversation.authored(
        patient, List.of(), Map.of(doctor, MemberRole.ADMIN, patient, MemberRole.MEMBER));

    assertThat(patient.post(entries, conversation.body()).problem()).isEqualTo("invalid-envelope");
  }

  @Test
  void leave_ofAnEarlierEntry_isRefused_andOneOfTheNewestTaken() {
    SignedLeave old = conversation.leave(nurse);
    conversation.change(nurse, patient);
    assertThat(doctor.post(entries, conversation.body()).status()).isEqualTo(201);

    assertThat(nurse.post(leaves, old).problem()).isEqualTo("epoch-taken");
    assertThat(nurse.get(messages).status()).isEqualTo(200);
    assertThat(nurse.post(leaves, conversation.leave(nurse)).status()).isEqualTo(204);
  }

  @Test
  void leave_inAnothersName_isRefused() {
    SignedLeave genuine = conversation.leave(nurse);

    assertThat(patient.post(leaves, genuine).status()).isEqualTo(400);
    assertThat(
            nurse
                .post(
                    leaves,
                    new SignedLeave(genuine.leave(), conversation.leave(patient).signature()))
                .problem())
        .isEqualTo("invalid-envelope");
    assertThat(nurse.post(leaves, genuine).status()).isEqualTo(204);
    assertThat(nurse.post(leaves, genuine).problem()).isEqualTo("conversation-not-found");
  }

  @Test
  void lastAdmin_cannotLeave_beforeThereIsAnother() {
    assertThat(doctor.post(leaves, conversation.leave(doctor)).problem()).isEqualTo("last-admin");
    assertThat(doctor.get(messages).status()).isEqualTo(200);

    conversation.authored(
        doctor,
        List.of(),
        Map.of(doctor, MemberRole.ADMIN, nurse, MemberRole.ADMIN, patient, MemberRole.MEMBER));
    assertThat(doctor.post(entries, conversation.body()).status()).isEqualTo(201);
    assertThat(doctor.post(leaves, conversation.leave(doctor)).status()).isEqualTo(204);
    assertThat(nurse.post(leaves, conversation.leave(nurse)).problem())
        .as("of two admins, one who leaves counts no more")
        .isEqualTo("last-admin");
  }

  @Test
  void soleMember_mayLeave() {
    TestConversation alone = TestConversation.begin(doctor);

    assertThat(doctor.post(alone.path() + "/leaves", alone.leave(doctor)).status()).isEqualTo(204);
    assertThat(doctor.get(alone.path()).problem()).isEqualTo("conversation-not-found");
  }

  @Test
  void leaver_canBeLetInAgain() {
    nurse.post(leaves, conversation.leave(nurse));
    conversation.authored(
        doctor, pending(doctor), Map.of(doctor, MemberRole.ADMIN, patient, MemberRole.MEMBER));
    assertThat(doctor.post(entries, conversation.body()).status()).isEqualTo(201);
    doctor.post(messages, conversation.message(doctor, "{\"while\":\"away\"}"));
    assertThat(nurse.get(messages).status()).isEqualTo(404);

    conversation.change(patient, nurse);
    assertThat(doctor.post(entries, conversation.body()).status()).isEqualTo(201);

    assertThat(nurse.get(messages).status()).isEqualTo(200);
    assertThat(nurse.get(messages).body()).doesNotContain("messageId");
  }

  @SuppressWarnings("unchecked")
  private static Argument<Page<ConversationSummary>> summaries() {
    return (Argument<Page<ConversationSummary>>)
        (Argument<?>) Argument.of(Page.class, ConversationSummary.class);
  }
}
