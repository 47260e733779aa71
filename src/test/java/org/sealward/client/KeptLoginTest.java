package org.sealward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.LoginException.Reason;
import org.sealward.envelope.Bytes;

/** A login that a device keeps. */
final class KeptLoginTest {
  private final TestService service = TestService.get();

  @Test
  void keptLogin_goesOn_withThePassphraseAlone() {
    try (Person person = Person.typing(service)) {
      person.session().keepLogin(Person.passphrase());

      try (Session resumed = resume(person, Person.passphrase())) {
        assertThat(resumed.userId()).isEqualTo(person.id());
        assertThat(resumed.keys().own()).isEqualTo(person.session().keys().own());
        assertThat(resumed.me().userId()).isEqualTo(person.id());
      }
    }
  }

  @Test
  void keptLogin_withAnotherPassphrase_isRefused() {
    try (Person person = Person.typing(service)) {
      person.session().keepLogin(Person.passphrase());

      assertRefused(person, "not the passphrase".toCharArray(), Reason.WRONG_CREDENTIALS);
      resume(person, Person.passphrase()).close();
    }
  }

  @Test
  void login_thatWasNotKept_isNotThere() {
    try (Person person = Person.typing(service)) {
      assertRefused(person, Person.passphrase(), Reason.SESSION_ENDED);
    }
  }

  @Test
  void logOut_endsTheKeptLogin_alsoForWhoCopiedTheDevice() {
    try (Person person = Person.typing(service)) {
      person.session().keepLogin(Person.passphrase());
      List<String> keys = new ArrayList<>();
      DeviceStore copy = copyOf(person.device(), keys);
      resumeOn(copy, person).close();

      person.session().logOut();

      assertRefused(person, Person.passphrase(), Reason.SESSION_ENDED);
      assertThatThrownBy(() -> resumeOn(copy, person))
          .isInstanceOfSatisfying(
              LoginException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SESSION_ENDED));
      assertThat(keys).noneMatch(key -> key.contains(person.email()));
    }
  }

  @Test
  void keptLogin_ofAnotherPerson_isRefused() {
    try (Person anna = Person.typing(service);
        Person eve = Person.typing(service)) {
      eve.session().keepLogin(Person.passphrase());
      anna.session().keepLogin(Person.passphrase());
      // Somebody put Eve's file in the place of Anna's; the passphrases are the same.
      anna.device().put(file(anna.email()), eve.device().get(file(eve.email())).orElseThrow());

      assertRefused(anna, Person.passphrase(), Reason.WRONG_CREDENTIALS);
    }
  }

  @Test
  void keptLogin_thatIsDamaged_asksForALogin() {
    try (Person person = Person.typing(service)) {
      person.session().keepLogin(Person.passphrase());
      person.device().put(file(person.email()), Bytes.utf8("damaged"));

      assertRefused(person, Person.passphrase(), Reason.SESSION_ENDED);
    }
  }

  private String file(String email) {
    return KeptLogins.file(service.aws().userPoolId(), email);
  }

  private static Session resume(Person person, char[] passphrase) {
    return person.client().resume(person.email(), passphrase, person);
  }

  private Session resumeOn(DeviceStore device, Person person) {
    return SealwardClient.of(service.url(), device)
        .connect()
        .resume(person.email(), Person.passphrase(), person);
  }

  /** A device with what this one has, and what it is asked for later. */
  private static DeviceStore copyOf(DeviceStore device, List<String> asked) {
    DeviceStore copy = DeviceStore.inMemory();
    return new DeviceStore() {
      @Override
      public java.util.Optional<Bytes> get(String key) {
        asked.add(key);
        if (copy.get(key).isEmpty()) {
          device.get(key).ifPresent(value -> copy.put(key, value));
        }
        return copy.get(key);
      }

      @Override
      public void put(String key, Bytes value) {
        copy.put(key, value);
      }
    };
  }

  private static void assertRefused(Person person, char[] passphrase, Reason reason) {
    assertThatThrownBy(() -> resume(person, passphrase))
        .isInstanceOfSatisfying(
            LoginException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
