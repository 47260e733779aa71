package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealward.TestService;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.VaultException;
import org.sealward.envelope.RecoveryCode;

/** Sign-up, login, reset: against the AWS stand-in, which checks SRP for real. */
final class LoginTest {
  private final TestService service = TestService.get();

  @ParameterizedTest
  @EnumSource
  void newDevice_opensTheSameKeys_withThePassphrase(VaultAccess access) {
    try (Person person = Person.signedUp(service, access);
        SealwardClient second =
            SealwardClient.of(service.url(), DeviceStore.inMemory())
                .vaultAccess(access)
                .connect()) {
      Session first = person.session();
      assertThat(person.recoveryCodes()).hasSize(1);

      try (Session again = second.logIn(person.email(), Person.passphrase(), person)) {
        assertThat(again.keys().own()).isEqualTo(first.keys().own());
        assertThat(again.userId()).isEqualTo(first.userId());
      }
      assertThat(person.recoveryCodes()).as("shown once").hasSize(1);
    }
  }

  @Test
  void wrongPassphrase_isRefused_atLogin() {
    try (Person person = Person.typing(service)) {
      refused(
          LoginException.Reason.WRONG_CREDENTIALS,
          () -> person.client().logIn(person.email(), "wrong horse battery".toCharArray(), person));
      refused(
          LoginException.Reason.WRONG_CREDENTIALS,
          () -> person.client().logIn("nobody@example.org", Person.passphrase(), person));
      // The control: the right one, in another spelling of the address.
      person
          .client()
          .logIn(person.email().toUpperCase(Locale.ROOT), Person.passphrase(), person)
          .close();
    }
  }

  @Test
  void unconfirmedAccount_isRefused() {
    try (SealwardClient client = newClient()) {
      String email = UUID.randomUUID() + "@example.org";
      client.signUp(email, Person.passphrase());
      refused(
          LoginException.Reason.NOT_CONFIRMED,
          () -> client.logIn(email, Person.passphrase(), _ -> {}));
      refused(LoginException.Reason.WRONG_CODE, () -> client.confirm(email, "000000"));
      refused(
          LoginException.Reason.ALREADY_REGISTERED,
          () -> client.signUp(email, Person.passphrase()));
      client.sendCodeAgain(email);
      client.confirm(email, service.code(email));
      client.logIn(email, Person.passphrase(), _ -> {}).close();
    }
  }

  @Test
  void weakPassphrase_isRefused_beforeAnythingIsSent() {
    try (SealwardClient client = newClient()) {
      refused(
          LoginException.Reason.WEAK_PASSPHRASE,
          () -> client.signUp("a@example.org", "too short".toCharArray()));
      refused(
          LoginException.Reason.WEAK_PASSPHRASE,
          () -> client.signUp("a@example.org", "aaaaaaaaaaaaaaaaaaaa".toCharArray()));
    }
  }

  @Test
  void resetPassphrase_opensTheKeys_withTheEarlierOne() {
    try (Person person = Person.typing(service)) {
      char[] next = reset(person);

      assertThatThrownBy(() -> person.client().logIn(person.email(), next, person))
          .isInstanceOfSatisfying(
              VaultException.class,
              e -> assertThat(e.reason()).isEqualTo(VaultException.Reason.WRONG_PASSPHRASE));

      var dialogue = new Answers(Optional.of(Person.passphrase()), Optional.empty());
      try (Session opened = person.client().logIn(person.email(), next, dialogue)) {
        assertThat(opened.keys().own()).isEqualTo(person.session().keys().own());
      }
      assertThat(dialogue.earlier.orElseThrow()).as("wiped").containsOnly('\0');
      person.client().logIn(person.email(), next, person).close();
    }
  }

  @Test
  void resetPassphrase_opensTheKeys_withTheRecoveryCode_once() {
    try (Person person = Person.typing(service)) {
      char[] next = reset(person);
      String code = person.recoveryCodes().getFirst();

      var dialogue = new Answers(Optional.empty(), Optional.of(code.toCharArray()));
      try (Session opened = person.client().logIn(person.email(), next, dialogue)) {
        assertThat(opened.keys().own()).isEqualTo(person.session().keys().own());
      }
      assertThat(dialogue.kept).isNotNull().isNotEqualTo(code);

      char[] after = reset(person);
      var used = new Answers(Optional.empty(), Optional.of(code.toCharArray()));
      assertThatThrownBy(() -> person.client().logIn(person.email(), after, used))
          .isInstanceOfSatisfying(
              VaultException.class,
              e -> assertThat(e.reason()).isEqualTo(VaultException.Reason.WRONG_RECOVERY_CODE));
      var fresh =
          new Answers(
              Optional.empty(), Optional.of(Objects.requireNonNull(dialogue.kept).toCharArray()));
      person.client().logIn(person.email(), after, fresh).close();
    }
  }

  @Test
  void changedPassphrase_logsInAndOpens_andTheEarlierOneDoesNot() {
    try (Person person = Person.typing(service)) {
      char[] next = "another long passphrase".toCharArray();
      refused(
          LoginException.Reason.WRONG_CREDENTIALS,
          () -> person.session().changePassphrase("not the present one".toCharArray(), next));

      person.session().changePassphrase(Person.passphrase(), next);

      refused(
          LoginException.Reason.WRONG_CREDENTIALS,
          () -> person.client().logIn(person.email(), Person.passphrase(), person));
      person.client().logIn(person.email(), next, person).close();
    }
  }

  @Test
  void revokedLogin_ends() {
    try (Person person = Person.typing(service)) {
      Session other = person.client().logIn(person.email(), Person.passphrase(), person);
      other.me();
      other.logOut();
      refused(LoginException.Reason.SESSION_ENDED, other::renewRoles);
    }
  }

  private SealwardClient newClient() {
    return SealwardClient.of(service.url(), DeviceStore.inMemory()).connect();
  }

  private char[] reset(Person person) {
    char[] next = ("reset passphrase " + UUID.randomUUID()).toCharArray();
    person.client().requestReset(person.email());
    refused(
        LoginException.Reason.WRONG_CODE,
        () -> person.client().reset(person.email(), "000000", next));
    person.client().reset(person.email(), service.code(person.email()), next);
    return next;
  }

  private static void refused(LoginException.Reason reason, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            LoginException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static final class Answers implements LoginDialogue {
    private final Optional<char[]> earlier;
    private final Optional<char[]> recovery;
    private @Nullable String kept;

    Answers(Optional<char[]> earlier, Optional<char[]> recovery) {
      this.earlier = earlier;
      this.recovery = recovery;
    }

    @Override
    public void keep(RecoveryCode code) {
      kept = new String(code.toChars());
    }

    @Override
    public Optional<char[]> earlierPassphrase() {
      return earlier;
    }

    @Override
    public Optional<char[]> recoveryCode() {
      return recovery;
    }
  }
}
