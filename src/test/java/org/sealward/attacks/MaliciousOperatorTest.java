package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sealward.Tables;
import org.sealward.TestUser;
import org.sealward.attacks.Attack.By;
import org.sealward.client.Content;
import org.sealward.client.Conversation;
import org.sealward.client.DeviceStore;
import org.sealward.client.Insider;
import org.sealward.client.Live;
import org.sealward.client.LiveEvent;
import org.sealward.client.Person;
import org.sealward.client.Received;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.error.VaultException;
import org.sealward.client.internal.cognito.OwnerCredentials;
import org.sealward.conversation.TestConversation;
import org.sealward.envelope.Altered;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.ForgedMessages;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SecretBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Who writes the database as its superuser, and the table of private keys past its policies. The
 * control of each attack is the same act once the rows are as they were.
 */
final class MaliciousOperatorTest extends Scene {
  @Test
  @Attack(
      on = {"7", "8"},
      by = By.OPERATOR,
      proves = "stored messages whose bodies were swapped by SQL, hashes included, are refused")
  void line07_bodiesSwappedInTheDatabase_areRefused() throws Exception {
    Conversation talk = begun();
    Received.Message first = talk.send("take one pill");
    Received.Message second = talk.send("take two pills");
    SealedMessage one = stored(talk.id(), first.seq());
    SealedMessage two = stored(talk.id(), second.seq());
    store(talk.id(), first.seq(), Altered.with(one, "body", two.body()));
    store(talk.id(), second.seq(), Altered.with(two, "body", one.body()));

    try (Session session = logIn()) {
      Conversation read = session.conversations().get(talk.id());
      assertThat(read.history()).hasSize(2).allSatisfy(refused(Failure.BAD_SIGNATURE));
      store(talk.id(), first.seq(), one);
      store(talk.id(), second.seq(), two);
      assertThat(texts(read)).containsExactly("take one pill", "take two pills");
    }
  }

  @Test
  @Attack(
      on = "18",
      by = By.OPERATOR,
      proves =
          "whoever reads all that is stored finds no salt twice, of one text sent again and again"
              + " under one key by two devices")
  void line18_saltsOfWhatIsStored_differ() throws Exception {
    Conversation talk = begun();
    Set<Bytes> salts = new HashSet<>();
    try (Session session = logIn()) {
      Conversation other = session.conversations().get(talk.id());
      for (int i = 0; i < 25; i++) {
        for (Conversation side : List.of(talk, other)) {
          SealedMessage message = stored(talk.id(), side.send("the same").seq());
          salts.add(message.body().slice(0, 24));
        }
      }
    }
    assertThat(salts).hasSize(50);
  }

  @Test
  @Attack(
      on = "5",
      by = By.OPERATOR,
      proves = "a wrap that was put into another member's row by SQL opens nothing")
  void line05_wrapsSwappedInTheDatabase_doNotOpen() throws Exception {
    Conversation talk = begun();
    talk.send("hello");
    String swap =
        "update epoch_wrap as a set wrap = b.wrap from epoch_wrap as b"
            + " where a.conversation_id = ? and b.conversation_id = a.conversation_id"
            + " and a.recipient_id <> b.recipient_id";
    assertThat(sql(swap, talk.id())).isEqualTo(2);

    try (Session session = logIn()) {
      assertThat(session.conversations().get(talk.id()).history())
          .singleElement()
          .satisfies(refused(Failure.WRAP_NOT_OPENED));
    }
    assertThat(sql(swap, talk.id())).isEqualTo(2);
    try (Session session = logIn()) {
      assertThat(texts(session.conversations().get(talk.id()))).containsExactly("hello");
    }
  }

  @Test
  @Attack(
      on = "1",
      by = By.OPERATOR,
      proves = "a person's keys that were replaced by SQL are refused by who knows the true ones")
  void line01_keysReplacedInTheDatabase_areRefused() throws Exception {
    try (Person victim = Person.loggedIn(service).connectedWith(doctor);
        SealwardClient reader = behindTheLiar(DeviceStore.inMemory())) {
      OwnKeys genuine = Insider.keys(victim);
      try (Session session = doctor.logIn(reader)) {
        session.keys().of(victim.id());
      }
      publish(OwnKeys.first(victim.id(), PrivateKeys.generate(), now()));
      try (Session session = doctor.logIn(reader)) {
        assertThatThrownBy(() -> session.conversations().start(Set.of(victim.id())))
            .isInstanceOf(UntrustedKeyException.class);
        publish(genuine);
        session.conversations().start(Set.of(victim.id()));
      }
    }
  }

  private void publish(OwnKeys keys) throws Exception {
    int rows =
        sql(
            "update public_bundle set body = ?, fingerprint = ? where user_id = ? and version = 1",
            service.json().writeValueAsBytes(keys.signedBundle()),
            keys.fingerprint().toArray(),
            keys.userId());
    assertThat(rows).isEqualTo(1);
  }

  @Test
  @Attack(
      on = {"restored database", "14"},
      by = By.OPERATOR,
      proves =
          "a database that was put back to before a member was removed, or keys were replaced, is"
              + " noticed by every device that saw the later state, and nothing is written to it")
  void restoredDatabase_isNoticed_byWhoSawTheLaterState() throws Exception {
    Conversation talk = begun();
    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.NONE);
    MembershipEntry before = Insider.newest(talk);
    talk.remove(colleague.id());
    MembershipEntry after = Insider.newest(talk);
    try (Session session = logIn()) {
      assertThat(session.conversations().get(talk.id()).members()).hasSize(2);
    }
    UUID aside = UUID.randomUUID();
    // Of three entries the last goes, and what was made of it.
    move(talk.id(), aside, 3);
    head(before);
    enter(talk.id());

    try (Session session = logIn()) {
      assertThatThrownBy(() -> session.conversations().get(talk.id()).send("to whom?"))
          .satisfies(forked());
    }
    leave(talk.id());
    head(after);
    move(aside, talk.id(), 3);
    try (Session session = logIn()) {
      session.conversations().get(talk.id()).send("to the doctor");
    }
  }

  private void move(UUID from, UUID to, long seq) throws SQLException {
    assertThat(sql("update event set stream = ? where stream = ? and seq = ?", to, from, seq))
        .isEqualTo(1);
  }

  private void head(MembershipEntry entry) throws SQLException {
    sql(
        "update conversation set epoch = ?, membership_hash = ? where id = ?",
        entry.epoch(),
        entry.membershipHash().toArray(),
        entry.conversationId());
  }

  @Test
  @Attack(
      on = {"restored database", "14"},
      by = By.OPERATOR,
      proves = "keys that were replaced since a backup are not believed when it is restored")
  void restoredKeys_areRefused_byWhoSawTheLaterOnes() throws Exception {
    try (Person rotating = Person.loggedIn(service).connectedWith(doctor);
        SealwardClient reader = behindTheLiar(DeviceStore.inMemory())) {
      rotating.session().keys().rotate();
      try (Session session = doctor.logIn(reader)) {
        session.keys().of(rotating.id());
      }
      sql("update public_bundle set version = 99 where user_id = ? and version = 2", rotating.id());
      sql(
          "update public_bundle set user_id = ? where user_id = ? and version = 99",
          new UUID(0, 1),
          rotating.id());
      try (Session session = doctor.logIn(reader)) {
        assertThatThrownBy(() -> session.conversations().start(Set.of(rotating.id())))
            .isInstanceOf(UntrustedKeyException.class);
        sql(
            "update public_bundle set user_id = ?, version = 2 where user_id = ? and version = 99",
            rotating.id(),
            new UUID(0, 1));
        session.conversations().start(Set.of(rotating.id()));
      }
    }
  }

  @Test
  @Attack(
      on = {"4", "server-added device"},
      by = By.OPERATOR,
      proves =
          "whom an operator makes a member by SQL is given nothing: to the service and to every"
              + " client only the signed entries say who is one")
  void memberAddedInTheDatabase_readsNothing() throws Exception {
    Conversation talk = begun();
    talk.send("for the patient");
    enter(talk.id());
    Conversation ghost = colleague.session().conversations().get(talk.id());

    assertThatThrownBy(() -> ghost.read(0, 100))
        .satisfies(refusedByTheService("conversation-not-found"));
    talk.setRole(patient.id(), MemberRole.ADMIN);
    talk.send("and again");
    assertThat(talk.members()).hasSize(2);
    assertThat(leave(talk.id())).as("the next entry has put the ghost out").isZero();

    talk.add(colleague.id(), MemberRole.MEMBER, Conversation.History.ALL);
    assertThat(texts(ghost)).containsExactly("for the patient", "and again");
  }

  /** Makes the colleague a member, as far as tables go. */
  private void enter(UUID conversation) throws SQLException {
    sql(
        "insert into conversation_member (conversation_id, user_id, fingerprint, reads_from_epoch)"
            + " values (?, ?, ?, 0)",
        conversation,
        colleague.id(),
        Insider.keys(colleague).fingerprint().toArray());
  }

  private int leave(UUID conversation) throws SQLException {
    return sql(
        "delete from conversation_member where conversation_id = ? and user_id = ?",
        conversation,
        colleague.id());
  }

  @Test
  @Attack(
      on = "forged push",
      by = By.OPERATOR,
      proves =
          "an event that was forged in the log reaches a client that listens, and is shown as"
              + " refused: what is pushed counts no more than what is fetched")
  void forgedPush_isShownAsRefused() throws Exception {
    Conversation talk = begun();
    Conversation other = begun();
    OwnKeys attacker = OwnKeys.first(doctor.id(), PrivateKeys.generate(), now());
    MembershipEntry entry = Insider.newest(talk);
    MessageHeader header =
        new MessageHeader(
            1,
            talk.id(),
            0,
            entry.membershipHash(),
            doctor.id(),
            null,
            TestConversation.uuid7(),
            now(),
            null);
    byte[] padded = ForgedMessages.padded(Insider.content(new Content.Text("ten pills")));
    SealedMessage forged =
        ForgedMessages.signed(
            header, ForgedMessages.body(Insider.key(other), header, padded), attacker);
    List<LiveEvent> heard = new CopyOnWriteArrayList<>();
    try (Live _ = patient.session().listen(heard::add)) {
      append(talk.id(), forged);
      talk.send("one pill");
      for (int i = 0; i < 1500 && messages(heard, talk).size() < 2; i++) {
        Thread.sleep(10);
      }
    }
    List<Received> received = messages(heard, talk);
    assertThat(received).hasSize(2);
    assertThat(received.getFirst()).satisfies(refused(Failure.BAD_SIGNATURE));
    assertThat(text(received.getLast())).isEqualTo("one pill");
  }

  private void append(UUID conversation, SealedMessage message) throws Exception {
    try (Connection connection = service.database().asSuperuser();
        PreparedStatement append =
            connection.prepareStatement(
                "select * from append_events(array[?]::uuid[], array['message'], array[?]::uuid[],"
                    + " now(), array[?]::bytea[], array[?]::bytea[])")) {
      append.setObject(1, conversation);
      append.setObject(2, message.header().senderId());
      append.setBytes(3, message.messageHash().toArray());
      append.setBytes(4, service.json().writeValueAsBytes(message));
      append.execute();
    }
  }

  private static List<Received> messages(List<LiveEvent> heard, Conversation talk) {
    return heard.stream()
        .filter(LiveEvent.MessageReceived.class::isInstance)
        .map(event -> ((LiveEvent.MessageReceived) event).received())
        .filter(message -> message.conversationId().equals(talk.id()))
        .toList();
  }

  @Test
  @Attack(
      on = {"13", "restored database"},
      by = By.OPERATOR,
      proves =
          "a vault that was put back in its table, past all policies, or replaced by another"
              + " user's, opens for nobody")
  void line13_vaultPutBackInItsTable_isRefused() {
    try (Person owner = Person.loggedIn(service);
        Person other = Person.loggedIn(service);
        DynamoDbClient tables = Tables.of(service.aws())) {
      Map<String, AttributeValue> old = item(tables, owner);
      try (RecoveryCode _ = owner.session().replaceRecoveryCode()) {
        Map<String, AttributeValue> newest = item(tables, owner);
        assertThat(newest).isNotEqualTo(old);

        put(tables, old);
        assertThatThrownBy(() -> owner.logIn(owner.client()))
            .satisfies(vault(VaultException.Reason.OLD_REVISION));
        Map<String, AttributeValue> others = new HashMap<>(item(tables, other));
        others.put("identityId", newest.get("identityId"));
        put(tables, others);
        assertThatThrownBy(() -> owner.logIn(owner.client())).isInstanceOf(VaultException.class);
        put(tables, newest);
        owner.logIn(owner.client()).close();
      }
    }
  }

  private Map<String, AttributeValue> item(DynamoDbClient tables, Person person) {
    try (var credentials =
        new OwnerCredentials(
            person.client().deployment(), () -> idToken(person), Clock.systemUTC())) {
      String identity = credentials.identityId();
      Map<String, AttributeValue> item =
          tables
              .getItem(
                  r ->
                      r.tableName(service.aws().privateBundlesTable())
                          .consistentRead(true)
                          .key(Map.of("identityId", AttributeValue.fromS(identity))))
              .item();
      assertThat(item).isNotEmpty();
      return item;
    }
  }

  private String idToken(Person person) {
    try (Passphrase passphrase = Person.quickPassphrase();
        SecretBytes secret = passphrase.loginSecret(service.aws().userPoolId(), person.email())) {
      return TestUser.signIn(
              service.aws(),
              person.email(),
              new String(secret.toArray(), StandardCharsets.US_ASCII))
          .idToken();
    }
  }

  private void put(DynamoDbClient tables, Map<String, AttributeValue> item) {
    tables.putItem(r -> r.tableName(service.aws().privateBundlesTable()).item(item));
  }

  private static Consumer<Throwable> vault(VaultException.Reason reason) {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                VaultException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private SealedMessage stored(UUID conversation, long seq) throws SQLException, IOException {
    try (Connection connection = service.database().asSuperuser();
        PreparedStatement select =
            connection.prepareStatement("select body from event where stream = ? and seq = ?")) {
      select.setObject(1, conversation);
      select.setLong(2, seq);
      try (ResultSet row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
        return Objects.requireNonNull(
            service.json().readValue(row.getBytes(1), SealedMessage.class));
      }
    }
  }

  private void store(UUID conversation, long seq, SealedMessage message) throws Exception {
    int rows =
        sql(
            "update event set body = ?, digest = ? where stream = ? and seq = ?",
            service.json().writeValueAsBytes(message),
            message.messageHash().toArray(),
            conversation,
            seq);
    assertThat(rows).isEqualTo(1);
  }

  private int sql(String text, Object... parameters) throws SQLException {
    try (Connection connection = service.database().asSuperuser();
        PreparedStatement statement = connection.prepareStatement(text)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }
}
