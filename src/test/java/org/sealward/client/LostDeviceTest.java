package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.SealwardException;
import org.sealward.client.error.VaultException;
import org.sealward.envelope.Member;
import org.sealward.envelope.RecoveryCode;

/** A lost device, a changed passphrase, a forgotten one: what stays readable, and to whom. */
final class LostDeviceTest {
  private final TestService service = TestService.get();
  private Person specialist;
  private Person patient;
  private Conversation talk;

  @BeforeEach
  void meet() {
    specialist = Person.specialist(service, TestClinic.open(service), "devices");
    patient = Person.typing(service).connectedWith(specialist);
    talk = specialist.session().conversations().start(Set.of(patient.id()));
    talk.send("before");
  }

  @AfterEach
  void part() {
    patient.close();
    specialist.close();
  }

  @Test
  void lostDevice_readsNothingMore_andItsLoginEnds() {
    Session lost = patient.onNewDevice();
    Conversation there = lost.conversations().get(talk.id());
    assertThat(FirstConversationTest.texts(there)).containsExactly("before");
    String earlierCode = patient.recoveryCodes().getFirst();

    vaultRefused(
        VaultException.Reason.WRONG_PASSPHRASE,
        () -> patient.session().shutOutOtherDevices("not the passphrase".toCharArray(), patient));
    assertThat(lost.renewRoles()).contains("patient");

    Rotation rotation = patient.session().shutOutOtherDevices(Person.passphrase(), patient);
    assertThat(rotation.refreshed()).containsExactly(talk.id());
    assertThat(talk.members())
        .extracting(Member::fingerprint)
        .contains(rotation.bundle().fingerprint());
    talk.send("not for the finder");

    assertThatThrownBy(lost::renewRoles)
        .isInstanceOfSatisfying(
            LoginException.class,
            e -> assertThat(e.reason()).isEqualTo(LoginException.Reason.SESSION_ENDED));
    // Its access token lives on for a while; the keys that it would need are out of its reach.
    assertThatThrownBy(() -> FirstConversationTest.texts(there))
        .isInstanceOf(SealwardException.class);
    vaultRefused(VaultException.Reason.CONFLICT, () -> lost.keys().rotate());

    Session next = patient.onNewDevice();
    assertThat(FirstConversationTest.texts(next.conversations().get(talk.id())))
        .containsExactly("before", "not for the finder");
    assertThat(patient.recoveryCodes()).hasSize(2);
    assertThat(patient.recoveryCodes().getLast()).isNotEqualTo(earlierCode);
  }

  @Test
  void forgottenPassphrase_onANewDevice_isMadeUpForByTheRecoveryCode_once() {
    String code = patient.recoveryCodes().getFirst();
    char[] next = ("forgotten " + UUID.randomUUID()).toCharArray();
    patient.client().requestReset(patient.email());
    patient.client().reset(patient.email(), service.code(patient.email()), next);

    vaultRefused(
        VaultException.Reason.WRONG_RECOVERY_CODE,
        () ->
            patient.onNewDevice(
                next, new Codes("0000-0000-0000-0000-0000-0000-0000-0000", new ArrayList<>())));
    List<String> kept = new ArrayList<>();
    Session opened = patient.onNewDevice(next, new Codes(code, kept));
    assertThat(FirstConversationTest.texts(opened.conversations().get(talk.id())))
        .containsExactly("before");
    assertThat(kept).hasSize(1).doesNotContain(code);
    assertThat(patient.onNewDevice(next, patient).keys().own()).isEqualTo(opened.keys().own());
  }

  @Test
  void changedPassphrase_touchesTheVaultAlone_andNothingElse() {
    try (LyingService line = new LyingService(service.url());
        SealwardClient client =
            SealwardClient.of(line.url(), DeviceStore.inMemory())
                .vaultAccess(VaultAccess.THROUGH_SERVICE)
                .connect();
        Session session = patient.logIn(client)) {
      char[] next = "another long passphrase".toCharArray();
      line.requests().clear();

      session.changePassphrase(Person.passphrase(), next);

      assertThat(line.requests()).isNotEmpty().allMatch(r -> r.endsWith(" /v1/me/private-key"));
      Session elsewhere = patient.onNewDevice(next, patient);
      assertThat(elsewhere.keys().own()).isEqualTo(session.keys().own());
      assertThat(FirstConversationTest.texts(elsewhere.conversations().get(talk.id())))
          .containsExactly("before");
      // A device that opened the vault with the earlier one cannot put it back.
      vaultRefused(VaultException.Reason.CONFLICT, () -> patient.session().replaceRecoveryCode());
    }
  }

  private static void vaultRefused(VaultException.Reason reason, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            VaultException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  /** Somebody who has the recovery code on paper. */
  private record Codes(String typed, List<String> kept) implements LoginDialogue {
    @Override
    public void keep(RecoveryCode code) {
      kept.add(new String(code.toChars()));
    }

    @Override
    public Optional<char[]> recoveryCode() {
      return Optional.of(typed.toCharArray());
    }
  }
}
