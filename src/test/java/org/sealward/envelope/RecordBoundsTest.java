package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the records of the formats take and refuse, component by component: the lengths and ranges
 * of docs/protocol.md, written here by hand.
 */
class RecordBoundsTest {
  private static final Map<String, Record> SAMPLES =
      samples().collect(Collectors.toMap(r -> r.getClass().getSimpleName(), Function.identity()));

  /** Anything goes, or a test of its own says what does. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "suite",
          "PublicBundleItem.encryptedDataKey",
          "SealedLogin.ciphertext",
          "VaultItem.encryptedDataKey");

  private static Stream<Record> samples() {
    OwnKeys first = Cast.person(1);
    OwnKeys second = first.rotate(Cast.keys(4), Cast.NOW);
    OwnInstitutionKey clinic = OwnInstitutionKey.first(Cast.id(8), Cast.seed(80), Cast.NOW);
    OwnInstitutionKey next = clinic.rotate(Cast.seed(81), Cast.NOW);
    SignedAttestation attestation =
        SignedAttestation.issue(
            clinic, first.userId(), first.fingerprint(), "Dr. A", "cardiology", Cast.NOW);
    NewEpoch epoch = MembershipAuthor.begin(first, List.of(Cast.admin(first)));
    SignedEntry signedEntry = epoch.signedEntry();
    MembershipEntry entry = signedEntry.entry();
    MessageHeader header = Altered.with(Cast.header(entry, first, 1), "seenHash", bytes(32));
    SealedMessage message = SealedMessage.seal(header, bytes(3), epoch.key(), first);
    SignedLeave leave = MembershipAuthor.leave(first, entry);
    SealedContent content = new SealedContent(bytes(32), 72);
    SignedGrant grant =
        SignedGrant.issue(
            new ImageContext(Cast.id(5), first.userId(), first.userId(), entry.conversationId()),
            content,
            ImageKey.generate(),
            first,
            first.bundle(),
            Cast.NOW);
    SignedRevocation revocation = SignedRevocation.issue(grant.grant(), first, Cast.NOW);
    VaultWrap wrap =
        new VaultWrap(VaultMethod.PASSPHRASE, bytes(16), Argon2Parameters.SUITE_1, bytes(104));
    AssistKey assistKey =
        new AssistKey(1, Cast.id(9), first.bundle().imageKemPublicKey(), Cast.NOW);
    AuditRecord auditRecord =
        new AuditRecord(
            bytes(32),
            Cast.id(1),
            Cast.NOW,
            Cast.id(2),
            Cast.id(3),
            Cast.id(4),
            AuditRecord.NONE,
            Cast.id(5),
            1,
            "image-granted");
    return Stream.of(
        assistKey,
        new SignedAssistKey(assistKey, bytes(64)),
        AssistRequest.of(grant.grant(), AssistSecret.IMAGE_KEY),
        second.bundle(),
        second.signedBundle(),
        next.key(),
        next.signedKey(),
        attestation,
        attestation.attestation(),
        auditRecord,
        AuditLeaf.of(auditRecord, bytes(32)),
        KeyLeaf.of(first.bundle()),
        KeyVersion.of(first),
        InstitutionKeyVersion.of(clinic),
        entry,
        entry.members().getFirst(),
        signedEntry,
        epoch.key().wrapFor(entry, first.bundle()),
        header,
        message,
        leave,
        leave.leave(),
        content,
        grant,
        grant.grant(),
        revocation,
        revocation.revocation(),
        wrap,
        new SealedPrivateBundle(1, first.userId(), 1, List.of(wrap), bytes(72)),
        new VaultItem("eu-central-1:identity", 1, bytes(180), bytes(12), bytes(16)),
        new PublicBundleItem(first.userId(), 1, bytes(180), bytes(12), bytes(16)),
        new SealedLogin(first.userId(), bytes(16), Argon2Parameters.SUITE_1, bytes(80)));
  }

  private static final String REFUSED =
      """
      AssistKey             | publicKey            | bytes 1215
      AssistKey             | publicKey            | bytes 1217
      AssistKey             | notAfter             | nanosecond
      AssistRequest         | grantHash            | bytes 31
      AssistRequest         | nonce                | bytes 31
      AssistRequest         | nonce                | bytes 33
      Attestation           | fingerprint          | bytes 31
      Attestation           | fingerprint          | bytes 33
      Attestation           | name                 | letters 0
      Attestation           | name                 | letters 201
      Attestation           | name                 | decomposed
      Attestation           | specialty            | letters 0
      Attestation           | specialty            | letters 101
      AuditLeaf             | time                 | nanosecond
      AuditLeaf             | commitment           | bytes 33
      AuditLeaf             | tag                  | bytes 31
      AuditRecord           | salt                 | bytes 31
      AuditRecord           | time                 | nanosecond
      AuditRecord           | number               | number -1
      AuditRecord           | number               | number 9007199254740992
      AuditRecord           | kind                 | letters 1
      AuditRecord           | kind                 | letters 65
      Attestation           | notAfter             | seconds -1
      Attestation           | notAfter             | seconds 9007199254740
      Attestation           | notAfter             | nanosecond
      EpochWrap             | epoch                | number -1
      EpochWrap             | epoch                | number 9007199254740992
      EpochWrap             | membershipHash       | bytes 31
      EpochWrap             | recipientFingerprint | bytes 33
      EpochWrap             | wrap                 | bytes 1167
      EpochWrap             | wrap                 | bytes 1169
      ImageGrant            | contentDigest        | bytes 31
      ImageGrant            | ciphertextLength     | number 71
      ImageGrant            | ciphertextLength     | number 9007199254740992
      ImageGrant            | granterFingerprint   | bytes 31
      ImageGrant            | recipientFingerprint | bytes 33
      ImageGrant            | createdAt            | nanosecond
      ImageGrant            | wrap                 | bytes 1167
      ImageRevocation       | grantHash            | bytes 31
      ImageRevocation       | revokerFingerprint   | bytes 33
      ImageRevocation       | at                   | nanosecond
      InstitutionKey        | version              | number 0
      InstitutionKey        | version              | number 1
      InstitutionKey        | signPublicKey        | bytes 31
      InstitutionKey        | createdAt            | nanosecond
      InstitutionKey        | previousFingerprint  | bytes 31
      InstitutionKey        | previousFingerprint  | nothing
      InstitutionKeyVersion | version              | number 0
      InstitutionKeyVersion | fingerprint          | bytes 31
      InstitutionKeyVersion | createdAt            | nanosecond
      InstitutionKeyVersion | seed                 | secret 31
      KeyLeaf               | userTag              | bytes 31
      KeyLeaf               | version              | number 0
      KeyLeaf               | fingerprint          | bytes 33
      KeyVersion            | version              | number 0
      KeyVersion            | fingerprint          | bytes 33
      KeyVersion            | createdAt            | nanosecond
      Leave                 | membershipHash       | bytes 31
      Leave                 | fingerprint          | bytes 33
      Member                | fingerprint          | bytes 31
      Member                | readsFromEpoch       | number -1
      Member                | readsFromEpoch       | number 9007199254740992
      MembershipEntry       | epoch                | number -1
      MembershipEntry       | epoch                | number 9007199254740992
      MembershipEntry       | previousHash         | bytes 31
      MembershipEntry       | authorFingerprint    | bytes 33
      MembershipEntry       | keyCommitment        | bytes 31
      MessageHeader         | epoch                | number 9007199254740992
      MessageHeader         | membershipHash       | bytes 31
      MessageHeader         | sentAt               | nanosecond
      MessageHeader         | seenHash             | bytes 33
      PublicBundle          | version              | number 0
      PublicBundle          | version              | number 1
      PublicBundle          | kemPublicKey         | bytes 1215
      PublicBundle          | kemPublicKey         | bytes 1217
      PublicBundle          | imageKemPublicKey    | bytes 1215
      PublicBundle          | signPublicKey        | bytes 33
      PublicBundle          | createdAt            | nanosecond
      PublicBundle          | previousFingerprint  | bytes 31
      PublicBundle          | previousFingerprint  | nothing
      PublicBundleItem      | version              | number 0
      PublicBundleItem      | nonce                | bytes 11
      PublicBundleItem      | ciphertext           | bytes 15
      SealedContent         | contentDigest        | bytes 33
      SealedContent         | ciphertextLength     | number 71
      SealedContent         | ciphertextLength     | number 9007199254740992
      SealedLogin           | salt                 | bytes 15
      SealedMessage         | body                 | bytes 327
      SealedMessage         | signature            | bytes 63
      SealedPrivateBundle   | revision             | number -1
      SealedPrivateBundle   | revision             | number 9007199254740992
      SealedPrivateBundle   | ciphertext           | bytes 71
      SealedPrivateBundle   | ciphertext           | bytes 1048577
      SignedAssistKey       | signature            | bytes 63
      SignedAttestation     | signature            | bytes 63
      SignedBundle          | selfSignature        | bytes 63
      SignedBundle          | continuitySignature  | bytes 65
      SignedEntry           | signature            | bytes 63
      SignedGrant           | signature            | bytes 63
      SignedInstitutionKey  | selfSignature        | bytes 63
      SignedInstitutionKey  | continuitySignature  | bytes 65
      SignedLeave           | signature            | bytes 63
      SignedRevocation      | signature            | bytes 63
      VaultItem             | identityId           | letters 0
      VaultItem             | revision             | number -1
      VaultItem             | nonce                | bytes 13
      VaultItem             | ciphertext           | bytes 15
      VaultWrap             | salt                 | bytes 17
      VaultWrap             | parameters           | nothing
      VaultWrap             | wrap                 | bytes 103
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = REFUSED)
  void value_outsideItsBounds_isRefused(String record, String component, String value) {
    assertThat(Refusals.of(() -> altered(record, component, value))).isEqualTo(Failure.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Attestation         | name             | letters 1
          Attestation         | name             | letters 200
          Attestation         | name             | pairs 200
          Attestation         | specialty        | letters 100
          Attestation         | notAfter         | seconds 0
          Attestation         | notAfter         | seconds 9007199254739
          EpochWrap           | epoch            | number 9007199254740991
          ImageGrant          | ciphertextLength | number 73
          Member              | readsFromEpoch   | number 9007199254740991
          MessageHeader       | epoch            | number 9007199254740991
          MessageHeader       | seenHash         | nothing
          SealedMessage       | body             | bytes 328
          SealedPrivateBundle | revision         | number 9007199254740991
          VaultItem           | revision         | number 0
          """)
  void value_atItsBound_isTaken(String record, String component, String value) {
    assertThat(altered(record, component, value)).isNotEqualTo(SAMPLES.get(record));
  }

  @Test
  void everyBoundedComponent_hasARow() {
    Set<String> rows =
        REFUSED
            .lines()
            .map(line -> line.replaceFirst(" *\\| *", "."))
            .map(this::key)
            .collect(set());
    Set<String> bounded =
        SAMPLES.values().stream()
            .flatMap(
                record ->
                    Arrays.stream(record.getClass().getRecordComponents())
                        .filter(
                            c ->
                                Set.of(Bytes.class, Instant.class, int.class, long.class)
                                    .contains(c.getType()))
                        .filter(c -> !ELSEWHERE.contains(c.getName()))
                        .map(c -> record.getClass().getSimpleName() + "." + c.getName()))
            .filter(key -> !ELSEWHERE.contains(key))
            .collect(set());
    assertThat(rows).containsAll(bounded);
  }

  private String key(String line) {
    return line.substring(0, line.indexOf('|')).strip();
  }

  private static Collector<String, ?, Set<String>> set() {
    return Collectors.toCollection(TreeSet::new);
  }

  @Test
  void suite_ofAnInstitution_isChecked() {
    for (String record : List.of("InstitutionKey", "Attestation")) {
      assertThat(Refusals.of(() -> altered(record, "suite", "number 2")))
          .isEqualTo(Failure.UNSUPPORTED_SUITE);
    }
  }

  @Test
  void bundle_withOneKeyForMessagesAndImages_isRefused() {
    PublicBundle bundle = (PublicBundle) sample("PublicBundle");
    assertThat(Refusals.of(() -> Altered.with(bundle, "imageKemPublicKey", bundle.kemPublicKey())))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void continuitySignature_onAFirstKey_isRefused() {
    OwnKeys user = Cast.person(1);
    OwnInstitutionKey clinic = OwnInstitutionKey.first(Cast.id(8), Cast.seed(80), Cast.NOW);
    assertThat(Refusals.of(() -> new SignedBundle(user.bundle(), bytes(64), bytes(64))))
        .isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> new SignedInstitutionKey(clinic.key(), bytes(64), bytes(64))))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void vault_withoutWrapsWithTooManyOrWithOneSaltTwice_isRefused() {
    SealedPrivateBundle vault = (SealedPrivateBundle) sample("SealedPrivateBundle");
    VaultWrap wrap = vault.wraps().getFirst();
    List<VaultWrap> four =
        Stream.of(1, 2, 3, 4)
            .map(i -> Altered.with(wrap, "salt", Bytes.of(filled(16, i))))
            .toList();
    List<VaultWrap> five = Stream.concat(four.stream(), Stream.of(wrap)).toList();

    assertThat(Altered.with(vault, "wraps", four).wraps()).hasSize(4);
    for (List<VaultWrap> wraps : List.of(List.<VaultWrap>of(), List.of(wrap, wrap), five)) {
      assertThat(Refusals.of(() -> Altered.with(vault, "wraps", wraps)))
          .isEqualTo(Failure.MALFORMED);
    }
  }

  @Test
  void parameters_ofARecoveryWrap_areRefused() {
    VaultWrap wrap = (VaultWrap) sample("VaultWrap");
    assertThat(Refusals.of(() -> Altered.with(wrap, "method", VaultMethod.RECOVERY)))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void contentTree_withoutOneLeafOf32BytesForEachMebibyte_isRefused() {
    Bytes leaf = bytes(32);
    assertThat(ContentTree.of(List.of(leaf), 1).length()).isEqualTo(1);
    assertThat(ContentTree.of(List.of(leaf), 1 << 20).leaves()).hasSize(1);
    assertThat(ContentTree.of(List.of(leaf, leaf), (1 << 20) + 1).leaves()).hasSize(2);
    assertThat(Refusals.of(() -> ContentTree.of(List.of(leaf), (1 << 20) + 1)))
        .isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> ContentTree.of(List.of(leaf, leaf), 1 << 20)))
        .isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> ContentTree.of(List.of(), 0))).isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> ContentTree.of(List.of(bytes(31)), 1)))
        .isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> ContentTree.decode(bytes(33), 1))).isEqualTo(Failure.MALFORMED);
  }

  @Test
  void keys_ofSeedsThatAreNot32BytesLong_areRefused() {
    SecretBytes right = Cast.seed(1);
    SecretBytes wrong = SecretBytes.copyOf(new byte[31]);
    assertThat(Refusals.of(() -> PrivateKeys.of(wrong, right, right))).isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> PrivateKeys.of(right, wrong, right))).isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> PrivateKeys.of(right, right, wrong))).isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> EpochKey.of((MembershipEntry) sample("MembershipEntry"), wrong)))
        .isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> ChunkedEncryption.seal(wrong, Bytes.EMPTY, new byte[1])))
        .isEqualTo(Failure.MALFORMED);
    assertThat(Refusals.of(() -> VaultItem.lock("id", 1, bytes(1), wrong, bytes(1))))
        .isEqualTo(Failure.MALFORMED);
  }

  private static Record altered(String record, String component, String value) {
    Record sample = sample(record);
    Class<?> type =
        Arrays.stream(sample.getClass().getRecordComponents())
            .filter(c -> c.getName().equals(component))
            .findFirst()
            .orElseThrow()
            .getType();
    return Altered.with(sample, component, parse(value, type));
  }

  private static Record sample(String record) {
    Record sample = SAMPLES.get(record);
    if (sample == null) {
      throw new IllegalArgumentException("no sample of " + record);
    }
    return sample;
  }

  private static @Nullable Object parse(String value, Class<?> type) {
    String[] words = value.split(" ", 2);
    long count = words.length == 2 ? Long.parseLong(words[1]) : 0;
    return switch (words[0]) {
      case "bytes" -> bytes((int) count);
      case "secret" -> SecretBytes.copyOf(new byte[(int) count]);
      case "letters" -> "a".repeat((int) count);
      case "pairs" -> "\ud83d\ude42".repeat((int) count);
      case "decomposed" -> "Jose\u0301";
      case "seconds" -> Instant.ofEpochSecond(count);
      case "nanosecond" -> Cast.NOW.plusNanos(1);
      case "nothing" -> null;
      case "number" -> {
        if (type == int.class) {
          yield (int) count;
        }
        yield count;
      }
      default -> throw new IllegalArgumentException(value);
    };
  }

  private static Bytes bytes(int count) {
    return Bytes.of(filled(count, 7));
  }

  private static byte[] filled(int count, int value) {
    byte[] filled = new byte[count];
    Arrays.fill(filled, (byte) value);
    return filled;
  }
}
