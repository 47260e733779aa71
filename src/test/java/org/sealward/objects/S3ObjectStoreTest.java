package org.sealward.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.Moto;
import org.sealward.fault.AwsLine;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Objects in S3, as moto stands in for it. */
class S3ObjectStoreTest extends ObjectStoreContract {
  private static final int PART = 5 * 1024 * 1024;
  private static final String KEY_ARN =
      "arn:aws:kms:eu-central-1:123456789012:key/6f1c3a0e-55ad-4a40-9d6e-1f2d3c4b5a69";

  private S3Client s3;
  private String name;
  private S3ObjectStore store;

  @BeforeEach
  void open() {
    Moto moto = Moto.get();
    s3 = moto.s3();
    name = moto.bucket();
    store = node();
  }

  @Override
  ObjectStore store() {
    return store;
  }

  /** One more node on the bucket. */
  private S3ObjectStore node() {
    return new S3ObjectStore(new S3Bucket(s3, name, null), 4);
  }

  @Test
  void append_inPiecesOfAnySize_readsBackAsOne() {
    byte[] content = random(4 * PART + 12_345);
    store.create(key());
    int[] pieces = {1, 65_536, PART - 1, PART, 7_000_000, 0};
    int offset = 0;
    for (int piece : pieces) {
      assertThat(append(offset, content, offset, piece))
          .isEqualTo(new Append.Stored(offset + piece));
      offset += piece;
      assertThat(store.length(key())).isEqualTo(offset);
    }
    append(offset, content, offset, content.length - offset);
    store.complete(key(), content.length);

    assertThat(read(0, content.length)).isEqualTo(content);
    assertThat(read(PART - 1, 2)).containsExactly(content[PART - 1], content[PART]);
    assertThat(read(4L * PART, 12_345))
        .isEqualTo(Arrays.copyOfRange(content, 4 * PART, content.length));
  }

  @Test
  void append_ofWholePartsAlone_readsBackAsOne() {
    byte[] content = random(2 * PART);
    finished(content);

    assertThat(read(0, content.length)).isEqualTo(content);
    assertThat(names()).containsExactly("finished/" + key());
  }

  @Test
  void append_goneOnWithByAnotherNode_losesNothing() {
    byte[] content = random(PART + 100_000);
    store.create(key());
    for (int offset = 0; offset < content.length; offset += 650_000) {
      int count = Math.min(650_000, content.length - offset);
      assertThat(
              node().append(key(), offset, new ByteArrayInputStream(content, offset, count), count))
          .isEqualTo(new Append.Stored(offset + count));
    }
    node().complete(key(), content.length);

    assertThat(read(0, content.length)).isEqualTo(content);
  }

  @Test
  void append_nodeDiesUnderWay_keepsWhatWasAcknowledgedAndEveryWholePart() {
    byte[] content = random(2 * PART + 1000);
    store.create(key());
    append(0, content, 0, 1000);
    InputStream dying =
        new SequenceInputStream(
            new ByteArrayInputStream(content, 1000, PART + 500), new Sources.DyingStream());
    assertThatThrownBy(() -> store.append(key(), 1000, dying, 2L * PART))
        .isInstanceOf(Sources.Death.class);

    store = node();
    assertThat(store.length(key())).isEqualTo(PART);
    assertThat(append(PART, content, PART, PART + 1000))
        .isEqualTo(new Append.Stored(2 * PART + 1000));
    store.complete(key(), content.length);
    assertThat(read(0, content.length)).isEqualTo(content);
  }

  @Test
  void append_nodeDiesBeforeAPart_keepsWhatWasAcknowledged() {
    byte[] content = random(3000);
    store.create(key());
    append(0, content, 0, 1000);
    InputStream dying =
        new SequenceInputStream(
            new ByteArrayInputStream(content, 1000, 500), new Sources.DyingStream());
    assertThatThrownBy(() -> store.append(key(), 1000, dying, 2000))
        .isInstanceOf(Sources.Death.class);

    store = node();
    assertThat(store.length(key())).isEqualTo(1000);
    append(1000, content, 1000, 2000);
    store.complete(key(), 3000);
    assertThat(read(0, 3000)).isEqualTo(content);
  }

  @Test
  void append_anotherNodeWasFaster_takesNothingAway() {
    byte[] content = random(PART + 5000);
    store.create(key());
    append(0, content, 0, 1000);
    InputStream overtaken =
        new SequenceInputStream(
            new ByteArrayInputStream(content, 1000, 1000),
            new Sources.LastWords(
                () -> {
                  InputStream faster = new ByteArrayInputStream(content, 1000, PART + 2000);
                  assertThat(node().append(key(), 1000, faster, PART + 2000))
                      .isEqualTo(new Append.Stored(PART + 3000));
                }));

    assertThat(store.append(key(), 1000, overtaken, content.length - 1000))
        .isEqualTo(new Append.WrongOffset(PART + 3000));
    assertThat(store.length(key())).isEqualTo(PART + 3000);
    append(PART + 3000, content, PART + 3000, 2000);
    store.complete(key(), content.length);
    assertThat(read(0, content.length)).isEqualTo(content);
  }

  @Test
  void append_moreAtOnceThanMemoryAllows_waitsForTheOthers() throws Exception {
    S3ObjectStore small = new S3ObjectStore(new S3Bucket(s3, name, null), 1);
    UUID other = UUID.randomUUID();
    small.create(key());
    small.create(other);
    Thread[] second = new Thread[1];
    InputStream slow =
        new Sources.LastWords(
            () -> {
              second[0] =
                  Thread.startVirtualThread(
                      () -> small.append(other, 0, new ByteArrayInputStream(new byte[7]), 7));
              assertThat(waits(second[0])).isTrue();
            });

    small.append(key(), 0, slow, 10);
    second[0].join();
    assertThat(small.length(other)).isEqualTo(7);
  }

  @Test
  void complete_whileOthersHaveTheMemory_waits() throws Exception {
    S3ObjectStore small = new S3ObjectStore(new S3Bucket(s3, name, null), 1);
    UUID other = UUID.randomUUID();
    small.create(key());
    small.create(other);
    small.append(other, 0, new ByteArrayInputStream(new byte[7]), 7);
    Thread[] second = new Thread[1];
    InputStream slow =
        new Sources.LastWords(
            () -> {
              second[0] = Thread.startVirtualThread(() -> small.complete(other, 7));
              assertThat(waits(second[0])).isTrue();
            });

    small.append(key(), 0, slow, 10);
    second[0].join();
    assertThat(names()).contains("finished/" + other);
  }

  @Test
  void append_toALongTail_hasOnePartInMemory() {
    store.create(key());
    append(0, random(PART - 1), 0, PART - 1);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    store.append(key(), PART - 1, new ByteArrayInputStream(new byte[1]), 1);

    // One part, and what the SDK takes for moments, which is twice as much.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isBetween(PART + 0L, 4L * PART);
    before = threads.getCurrentThreadAllocatedBytes();
    store.complete(key(), PART);
    // It reads what lies beside, though that is in the part by now.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2L * PART);
  }

  private static boolean waits(Thread thread) {
    try {
      return !thread.join(Duration.ofMillis(500));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void complete_afterItsAnswerWasLost_isRepeated() {
    for (int length : new int[] {1000, PART + 1000}) {
      UUID key = UUID.randomUUID();
      byte[] content = random(length);
      store.create(key);
      store.append(key, 0, new ByteArrayInputStream(content), length);
      byte[] beside =
          s3.getObjectAsBytes(r -> r.bucket(name).key("unfinished/" + key)).asByteArray();
      store.complete(key, length);
      // As if the node had died before it deleted this.
      s3.putObject(r -> r.bucket(name).key("unfinished/" + key), RequestBody.fromBytes(beside));

      assertThat(store.length(key)).isEqualTo(length);
      store.complete(key, length);
      assertThat(names()).contains("finished/" + key).doesNotContain("unfinished/" + key);
    }
  }

  @Test
  void complete_diedAfterTheLastPart_isRepeated() {
    byte[] content = random(PART + 1000);
    store.create(key());
    append(0, content, 0, content.length);
    MultipartUpload upload = uploads().getFirst();
    s3.uploadPart(
        r -> r.bucket(name).key(upload.key()).uploadId(upload.uploadId()).partNumber(2),
        RequestBody.fromBytes(Arrays.copyOfRange(content, PART, content.length)));

    assertThat(store.length(key())).isEqualTo(content.length);
    store.complete(key(), content.length);
    assertThat(read(0, content.length)).isEqualTo(content);
  }

  @Test
  void create_answerLost_canBeRepeatedUnderAnotherKey() {
    try (AwsLine line = new AwsLine(Moto.get().url());
        S3Client lossy = Moto.s3(line.url())) {
      S3ObjectStore there = new S3ObjectStore(new S3Bucket(lossy, name, null), 4);
      line.loseAnswerToWrite(AwsLine.Part.S3);

      assertThatThrownBy(() -> there.create(key())).isInstanceOf(ObjectStoreException.class);
      there.create(UUID.randomUUID());
    }
  }

  @Test
  void append_answerLost_losesNothing() {
    try (AwsLine line = new AwsLine(Moto.get().url());
        S3Client lossy = Moto.s3(line.url())) {
      byte[] content = random(PART + 1000);
      S3ObjectStore there = new S3ObjectStore(new S3Bucket(lossy, name, null), 4);
      there.create(key());
      line.loseAnswerToWrite(AwsLine.Part.S3);

      assertThat(there.append(key(), 0, new ByteArrayInputStream(content), 500))
          .isEqualTo(new Append.WrongOffset(500));
      InputStream rest = new ByteArrayInputStream(content, 500, content.length - 500);
      assertThat(there.append(key(), 500, rest, content.length - 500))
          .isEqualTo(new Append.Stored(content.length));
      there.complete(key(), content.length);
      assertThat(read(0, content.length)).isEqualTo(content);
    }
  }

  @Test
  void smallObject_needsNoMultipartUpload() {
    store.create(key());
    append(0, random(PART - 1), 0, PART - 1);

    assertThat(uploads()).isEmpty();
    append(PART - 1, random(1), 0, 1);
    assertThat(uploads()).hasSize(1);
  }

  @Test
  void appends_leaveNoEarlierVersions() {
    byte[] content = random(100);
    store.create(key());
    for (int i = 0; i < 10; i++) {
      append(i * 10L, content, i * 10, 10);
    }

    assertThat(versions()).containsExactly("unfinished/" + key());
    store.complete(key(), 100);
    assertThat(versions()).containsExactly("finished/" + key());
  }

  @Test
  void delete_leavesNoVersionAndNoUpload() {
    finished(random(10));
    UUID unfinished = UUID.randomUUID();
    UUID neighbour = UUID.randomUUID();
    for (UUID key : List.of(unfinished, neighbour)) {
      store.create(key);
      store.append(key, 0, new ByteArrayInputStream(random(PART + 1)), PART + 1);
    }

    store.delete(key());
    store.delete(unfinished);

    assertThat(versions()).containsExactly("unfinished/" + neighbour);
    assertThat(uploads()).extracting(MultipartUpload::key).containsExactly("finished/" + neighbour);
    assertThat(store.length(neighbour)).isEqualTo(PART + 1);
  }

  @Test
  void delete_inABucketWithoutVersions_leavesNothing() {
    s3.putBucketVersioning(
        r ->
            r.bucket(name)
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.SUSPENDED)));
    finished(random(10));

    store.delete(key());

    assertThat(versions()).isEmpty();
  }

  @Test
  void delete_ofALockedVersion_hidesIt() {
    String locked = "locked-" + UUID.randomUUID();
    s3.createBucket(
        r ->
            r.bucket(locked)
                .objectLockEnabledForBucket(true)
                .createBucketConfiguration(c -> c.locationConstraint("eu-central-1")));
    name = locked;
    store = node();
    finished(random(10));
    s3.putObjectRetention(
        r ->
            r.bucket(locked)
                .key("finished/" + key())
                .retention(
                    retention ->
                        retention
                            .mode(ObjectLockRetentionMode.COMPLIANCE)
                            .retainUntilDate(
                                Instant.now()
                                    .plus(Duration.ofDays(1))
                                    .truncatedTo(ChronoUnit.SECONDS))));

    store.delete(key());

    assertThatThrownBy(() -> store.length(key())).isInstanceOf(ObjectNotFoundException.class);
    assertThat(versions()).containsOnly("finished/" + key());
  }

  @Test
  void forEachUntouchedSince_uploadThatNothingNames_isFound() {
    UUID lost = UUID.randomUUID();
    s3.createMultipartUpload(r -> r.bucket(name).key("finished/" + lost));

    List<UUID> found = new ArrayList<>();
    store.forEachUntouchedSince(Instant.now().plus(Duration.ofHours(1)), found::add);
    assertThat(found).containsExactly(lost);
    store.delete(lost);
    assertThat(uploads()).isEmpty();
  }

  @Test
  void objects_areEncryptedUnderTheKeyThatWasSet() {
    byte[] large = random(PART + 1);
    finished(large);
    assertThat(described(key()).serverSideEncryption()).isNotEqualTo(ServerSideEncryption.AWS_KMS);
    store = new S3ObjectStore(new S3Bucket(s3, name, KEY_ARN), 4);

    for (byte[] content : List.of(random(10), large)) {
      UUID key = UUID.randomUUID();
      store.create(key);
      assertEncrypted("unfinished/" + key);
      store.append(key, 0, new ByteArrayInputStream(content), content.length);
      assertEncrypted("unfinished/" + key);
      store.complete(key, content.length);
      assertEncrypted("finished/" + key);
    }
  }

  private void assertEncrypted(String object) {
    HeadObjectResponse description = s3.headObject(r -> r.bucket(name).key(object));
    assertThat(description.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    assertThat(description.ssekmsKeyId()).isEqualTo(KEY_ARN);
  }

  @Test
  void objects_areStoredWithTheirSha256() throws Exception {
    byte[] small = random(1000);
    finished(small);
    assertThat(described(key()).checksumSHA256()).isEqualTo(base64(sha256(small)));

    UUID other = UUID.randomUUID();
    byte[] large = random(PART + 1000);
    store.create(other);
    store.append(other, 0, new ByteArrayInputStream(large), large.length);
    store.complete(other, large.length);
    // Of the digests of the parts; S3 itself adds how many there are.
    MessageDigest composite = MessageDigest.getInstance("SHA-256");
    composite.update(sha256(Arrays.copyOf(large, PART)));
    composite.update(sha256(Arrays.copyOfRange(large, PART, large.length)));
    assertThat(described(other).checksumSHA256()).startsWith(base64(composite.digest()));
  }

  private HeadObjectResponse described(UUID key) {
    return s3.headObject(
        r -> r.bucket(name).key("finished/" + key).checksumMode(ChecksumMode.ENABLED));
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void bucket_thatIsNotThere_isRefused() {
    assertThat(new S3Bucket(s3, name, null).isRefused()).isFalse();
    assertThat(new S3Bucket(s3, "no-" + UUID.randomUUID(), null).isRefused()).isTrue();
  }

  private List<String> names() {
    return s3.listObjectsV2Paginator(r -> r.bucket(name)).contents().stream()
        .map(object -> object.key())
        .toList();
  }

  private List<String> versions() {
    return s3.listObjectVersionsPaginator(r -> r.bucket(name)).versions().stream()
        .map(version -> version.key())
        .toList();
  }

  private List<MultipartUpload> uploads() {
    return s3.listMultipartUploads(r -> r.bucket(name)).uploads();
  }
}
