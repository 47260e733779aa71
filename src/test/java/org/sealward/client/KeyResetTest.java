package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.error.VaultException;
import org.sealward.envelope.BundleKind;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.RecoveryCode;

/** A person who lost everything that opens their keys, and begins anew. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeyResetTest {
  private TestService service;
  private Person specialist;
  private Person colleague;

  @BeforeAll
  void meet() {
    service = TestService.get();
    TestClinic clinic = TestClinic.open(service);
    specialist = Person.specialist(service, clinic, "reset");
    colleague = Person.specialist(service, clinic, "reset");
  }

  @AfterAll
  void part() {
    specialist.close();
    colleague.close();
  }

  @Test
  void line17_reset_isLoud_andEntersNoConversationByItself() {
    try (Person patient = Person.loggedIn(service).connectedWith(specialist)) {
      Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
      talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.ALL);
      talk.send("before");
      Conversation beside = colleague.session().conversations().get(talk.id());
      beside.send("hello");
      Heard heard = new Heard();
      try (Live _ = colleague.session().listen(heard)) {
        Session anew = beginAnew(patient);
        Bytes fingerprint = anew.keys().own().fingerprint();
        assertThat(anew.keys().own().kind()).isEqualTo(BundleKind.RESET);

        // Every other member's client says so, and sends nothing.
        heard.await(
            h ->
                h.events.stream()
                    .anyMatch(
                        e ->
                            e instanceof LiveEvent.KeysReset reset
                                && reset.userId().equals(patient.id())
                                && reset.presented().equals(fingerprint)));
        untrusted(patient.id(), () -> beside.send("to whom?"));
        try (Session fresh = specialist.onNewDevice()) {
          fresh.conversations().get(talk.id()).send("a device that knew nothing before");
        }
        untrusted(patient.id(), () -> specialist.session().keys().of(patient.id()));
        untrusted(patient.id(), () -> talk.send("to whom?"));

        // Nor does it enter by itself: an admin must say that the person confirmed it.
        Conversation theirs = anew.conversations().get(talk.id());
        refused(ConversationException.Reason.AWAITING_CONFIRMATION, () -> theirs.send("me again"));
        untrusted(patient.id(), () -> talk.confirm(patient.id()));
        colleague.session().keys().trust(patient.id(), fingerprint);
        refused(ConversationException.Reason.NOT_AN_ADMIN, () -> beside.confirm(patient.id()));
        beside.send("I spoke to them");

        specialist.session().keys().trust(patient.id(), fingerprint);
        talk.confirm(patient.id());
        theirs.send("me again");
        talk.send("welcome back");
        assertThat(FirstConversationTest.texts(theirs))
            .containsExactly(
                "before",
                "hello",
                "a device that knew nothing before",
                "I spoke to them",
                "me again",
                "welcome back");
        assertThat(FirstConversationTest.texts(beside)).hasSize(6).contains("me again");
      }
    }
  }

  @Test
  void memberWhoDidNotConfirm_readsUpToTheReset_untilTheyDo() {
    try (Person patient = Person.loggedIn(service).connectedWith(specialist)) {
      Conversation talk = specialist.session().conversations().start(Set.of(patient.id()));
      talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.ALL);
      talk.send("before");
      Conversation beside = colleague.session().conversations().get(talk.id());
      assertThat(beside.members()).hasSize(3);
      Session anew = beginAnew(patient);
      Bytes fingerprint = anew.keys().own().fingerprint();
      specialist.session().keys().trust(patient.id(), fingerprint);
      talk.confirm(patient.id());
      talk.send("after");

      assertThat(FirstConversationTest.texts(beside)).first().isEqualTo("before");
      assertThat(beside.history().toList().getLast())
          .isInstanceOfSatisfying(
              Received.Unreadable.class,
              unreadable ->
                  assertThat(unreadable.cause()).isInstanceOf(UntrustedKeyException.class));
      untrusted(patient.id(), () -> beside.send("hm"));

      colleague.session().keys().trust(patient.id(), fingerprint);
      beside.send("now I asked them");
      assertThat(FirstConversationTest.texts(beside))
          .containsExactly("before", "after", "now I asked them");
    }
  }

  private static String otherThan(String number) {
    return (number.charAt(0) == '0' ? '1' : '0') + number.substring(1);
  }

  @Test
  void verifiedMark_followsRotations_andFallsAtAReset() {
    try (Person patient = Person.loggedIn(service).connectedWith(specialist)) {
      Keys keys = specialist.session().keys();
      assertThat(keys.isVerified(patient.id())).isFalse();
      String compared = keys.safetyNumber(patient.id());
      assertThat(compared).isEqualTo(patient.session().keys().safetyNumber(specialist.id()));
      assertThat(keys.markVerified(patient.id(), otherThan(compared))).isFalse();
      assertThat(keys.isVerified(patient.id())).isFalse();
      assertThat(keys.markVerified(patient.id(), compared)).isTrue();
      assertThat(keys.isVerified(patient.id())).isTrue();

      patient.session().keys().rotate();
      assertThat(keys.isVerified(patient.id())).isTrue();
      assertThat(keys.safetyNumber(patient.id())).isNotEqualTo(compared);

      Bytes reset = beginAnew(patient).keys().own().fingerprint();
      assertThat(keys.isVerified(patient.id())).isFalse();
      keys.trust(patient.id(), reset);
      assertThat(keys.isVerified(patient.id())).as("trusted is not verified").isFalse();
      assertThat(keys.markVerified(patient.id(), keys.safetyNumber(patient.id()))).isTrue();
      assertThat(keys.isVerified(patient.id())).isTrue();
    }
  }

  @Test
  void keys_areNotReplaced_unlessThePersonSaysSo() {
    try (Person patient = Person.loggedIn(service)) {
      char[] next = forget(patient);
      assertThatThrownBy(() -> patient.onNewDevice(next, patient))
          .isInstanceOfSatisfying(
              VaultException.class,
              e -> assertThat(e.reason()).isEqualTo(VaultException.Reason.WRONG_PASSPHRASE));
      assertThat(patient.session().keys().own().version()).isEqualTo(1);
    }
  }

  /** Resets the passphrase and has neither the earlier one nor the recovery code. */
  static Session beginAnew(Person person) {
    AtomicReference<@Nullable String> kept = new AtomicReference<>();
    Session anew =
        person.onNewDevice(
            forget(person),
            new LoginDialogue() {
              @Override
              public void keep(RecoveryCode code) {
                kept.set(new String(code.toChars()));
              }

              @Override
              public boolean beginAnew() {
                return true;
              }
            });
    assertThat(kept.get()).isNotNull().isNotIn(person.recoveryCodes());
    return anew;
  }

  private static char[] forget(Person person) {
    char[] next = ("forgotten passphrase " + UUID.randomUUID()).toCharArray();
    person.client().requestReset(person.email());
    person.client().reset(person.email(), person.service().code(person.email()), next);
    return next;
  }

  private static void untrusted(UUID userId, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            UntrustedKeyException.class, e -> assertThat(e.userId()).isEqualTo(userId));
  }

  private static void refused(ConversationException.Reason reason, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            ConversationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
