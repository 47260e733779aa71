package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.sealward.RefusedRecords;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.QuickPassphrase;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.UnlockKey;
import org.sealward.platform.Act;

/** What is on record, as the database has it, and acts through the API that are to be there. */
final class ActsOnRecord {
  static final UUID NONE = AuditRecord.NONE;
  private static final String VAULT = "/v1/me/private-key";

  private final Map<UUID, Integer> seen = new HashMap<>();
  private final Set<Act.Kind> kinds = EnumSet.noneOf(Act.Kind.class);

  /** What a record says, but for its salt, id and time. */
  record Said(
      Act.Kind kind, UUID institution, UUID subject, UUID target, UUID object, long number) {}

  private static List<AuditRecord> records(UUID actor) throws SQLException {
    try (Connection connection = TestService.get().database().asService();
        PreparedStatement select =
            connection.prepareStatement(
                "select record from audit_record where actor = ? order by position")) {
      select.setObject(1, actor);
      List<AuditRecord> records = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          records.add(AuditRecord.decode(Bytes.of(rows.getBytes(1))));
        }
      }
      return records;
    }
  }

  /** That the user's acts since the last time are these. */
  void acted(TestUser user, Said... expected) throws SQLException {
    List<AuditRecord> all = records(user.id());
    List<AuditRecord> fresh = all.subList(seen.getOrDefault(user.id(), 0), all.size());
    assertThat(fresh)
        .extracting(
            r ->
                new Said(
                    kind(r.kind()),
                    r.institution(),
                    r.subject(),
                    r.target(),
                    r.object(),
                    r.number()))
        .containsExactlyInAnyOrder(expected); // what one act does is in no order
    seen.put(user.id(), all.size());
    for (Said said : expected) {
      kinds.add(said.kind());
    }
  }

  private static Act.Kind kind(String text) {
    return EnumSet.allOf(Act.Kind.class).stream()
        .filter(kind -> kind.text().equals(text))
        .findFirst()
        .orElseThrow();
  }

  static UUID session(TestUser user) throws SQLException {
    return records(user.id()).getFirst().object();
  }

  /** Of all acts so far. */
  Set<Act.Kind> kinds() {
    return kinds;
  }

  static TestUser.Answer expect(int status, TestUser.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return answer;
  }

  /** Does what is to be recorded: in vain while it cannot be, then with that answer. */
  static TestUser.Answer act(int status, TestUser user, Supplier<TestUser.Answer> act) {
    try (RefusedRecords _ = new RefusedRecords(user.id())) {
      expect(500, act.get());
    }
    return expect(status, act.get());
  }

  static Said said(
      Act.Kind kind, UUID institution, UUID subject, UUID target, UUID object, long number) {
    return new Said(kind, institution, subject, target, object, number);
  }

  static SealedPrivateBundle sealed(TestUser user, long revision) {
    try (QuickPassphrase passphrase = new QuickPassphrase("correct horse battery staple");
        UnlockKey unlock = UnlockKey.from(passphrase);
        PrivateBundle content = PrivateBundle.of(user.keys())) {
      return SealedPrivateBundle.seal(user.id(), revision, content, List.of(unlock));
    }
  }

  static TestUser.Answer writeVault(Scene scene, TestUser user, SealedPrivateBundle bundle) {
    return user.send(
        user.request(VAULT)
            .header("Content-Type", "application/json")
            .header("Sealward-Identity-Token", user.idToken())
            .PUT(scene.json(bundle)));
  }

  static TestUser.Answer readVault(TestUser user) {
    return user.send(user.request(VAULT).header("Sealward-Identity-Token", user.idToken()).GET());
  }

  static TestUser.Answer delete(TestUser user, String path) {
    return user.send(user.request(path).DELETE());
  }
}
