package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C2SP chunked encryption as Cobblestone-256, protocol §2.1. */
class ChunkedEncryptionTest {
  private static final SecretBytes KEY = Cast.seed(0x42);
  private static final Bytes CONTEXT = Bytes.utf8("context");
  private static final Bytes SALT = Bytes.of(new byte[Chunks.SALT]);

  /**
   * Published at c2sp.org/wycheproof, chunked encryption with AES-256-GCM, by test number; the key
   * is the ASCII text. Valid ones hold nothing or "message".
   */
  @ParameterizedTest
  @CsvSource({
    "1,'','',43a2e39431cbae0389d3fc86adf46f7c3a24de88d9311617e53f3164cc1d5dc738a66b97f0bf786565c31799c2f463d50a7e10046011dc6fc3c939e3a5db7affb6191551669554fb,0",
    "2,'',,a1a1b56f6db58cd1ede0c5c9db62aef20d3f96a6c594bb9252bb38122de91236502b42a1d7fcab820ffa292940d2f86add212cfa42c38df19d3cc9139ee61a5990d3db57433514229beea49a8a72bd,7",
    "9,'test"
        + " context',,dbedaefc1c35dc6c0f22b743b03e488747166a51f33479e7ceb8b7e11cc0d2710f624a127501bc4aea7d0af6f83cfe359b9e69415aa537f36adf86eb35b070475baa039bb7791432adbca49578bbd3,7",
    "11,'',CORRUPT_CHUNK,0093274a932cb4340ca678d500719d80ccc21f69c49586a8cae519f1ae94a13a97038610177fe840ac755f6604849272444b0de559508a2a00538b8dd8cc3a83e14df1343fa14630a2,",
    "16,'',TRUNCATED,2842319b678e0b222150bc2cb8a4cc5c4704c293a215a9702107b9b385fa1a62072a478a944b1bfb5b349f78cd32e0c4502e84213f8e9d1f00,",
    "21,'',WRONG_KEY_OR_CONTEXT,a7bf214ab87afe86ae30940aba6d25aa92d1c26a7c4de03ece1f5f63bd31ca5d9517ce97effb9ce62c4f01433335d070ca3de6243f4cb67a00a4deb622c6b80140d1c88f54ade32fdc,",
    "25,'wrong"
        + " context',WRONG_KEY_OR_CONTEXT,36201844cafc0e596bec8782c560b7b1d065b90a94d227007f07a7185f0c1f449310232a0ff1d5667ece42aff4e7c0359df78ece43b312d50034c80236b5c7900f7eebe540d242b8eb,",
    "30,'',TRUNCATED,97c26a73b35657e3abfe,"
  })
  void publishedVector_opened_isAsItSays(
      int test, String context, String failure, String sealed, Integer length) {
    SecretBytes key = SecretBytes.copyOf(Bytes.utf8("YELLOW SUBMARINE YELLOW SUBMARIN").toArray());
    Bytes bytes = Bytes.fromHex(sealed);
    if (length == null) {
      assertThat(Refusals.of(() -> ChunkedEncryption.open(key, Bytes.utf8(context), bytes)))
          .isEqualTo(Failure.valueOf(failure));
      return;
    }
    byte[] opened = ChunkedEncryption.open(key, Bytes.utf8(context), bytes);
    assertThat(opened).hasSize(length);
    try (ChunkCipher cipher =
        ChunkCipher.withSalt(key, bytes.slice(0, Chunks.SALT), Bytes.utf8(context))) {
      assertThat(ChunkedEncryption.seal(cipher, opened)).isEqualTo(bytes);
    }
  }

  /** Protocol §2.1, steps 2 and 4, by the JDK alone. A nonce that came again would open both. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 255, 256, 0x10000, 0x0102030405L, (1L << 38) - 1})
  void chunk_ofAnyIndex_isSealedUnderItsOwnNonce(long index) throws GeneralSecurityException {
    byte[] plain = {1, 2, 3};
    byte[] sealed = new byte[19];
    byte[] opened = new byte[3];
    byte[] derived = derive(KEY);
    byte[] number = ByteBuffer.allocate(8).putLong(index).array();
    for (int i = 0; i < 8; i++) {
      derived[36 + i] ^= number[i];
    }
    try (ChunkCipher cipher = ChunkCipher.withSalt(KEY, SALT, CONTEXT)) {
      assertThat(cipher.seal(index, plain, 0, 3, sealed, 0)).isEqualTo(19);
      assertThat(gcm(derived, sealed)).isEqualTo(plain);
      assertThat(cipher.open(index, sealed, 0, 19, opened, 0)).isEqualTo(3);
    }
    assertThat(opened).isEqualTo(plain);
  }

  @Test
  void chunk_beyondTheLast_isRefused() {
    try (ChunkCipher cipher = ChunkCipher.withSalt(KEY, SALT, CONTEXT)) {
      for (long index : new long[] {1L << 38, -1, Long.MIN_VALUE}) {
        assertThat(Refusals.of(() -> cipher.seal(index, new byte[1], 0, 1, new byte[17], 0)))
            .isEqualTo(Failure.MALFORMED);
      }
    }
  }

  /** Key and nonce are zeros then. */
  @Test
  void cipher_closed_hasForgottenKeyAndNonce() throws GeneralSecurityException {
    ChunkCipher cipher = ChunkCipher.withSalt(KEY, SALT, CONTEXT);
    cipher.close();
    byte[] sealed = new byte[17];
    cipher.seal(0, new byte[1], 0, 1, sealed, 0);

    assertThat(gcm(new byte[44], sealed)).isEqualTo(new byte[1]);
  }

  @ParameterizedTest
  @CsvSource({"0,72", "1,73", "16383,16455", "16384,16472", "16385,16473", "32768,32872"})
  void sealedLength_byPlaintextLength_isFixed(int plaintext, int sealed) {
    assertThat(seal(new byte[plaintext]).length()).isEqualTo(sealed);
    assertThat(Chunks.sealedLength(plaintext)).isEqualTo(sealed);
    assertThat(Chunks.plaintextLength(sealed)).isEqualTo(plaintext);
  }

  @ParameterizedTest
  @CsvSource({"0", "55", "56", "71", "16456", "16457", "16471"})
  void plaintextLength_ofImpossibleLength_isNone(int sealed) {
    assertThat(Chunks.plaintextLength(sealed)).isEqualTo(-1);
  }

  @Test
  void line08_anyFlippedBit_isRefused() {
    byte[] sealed = seal(new byte[40]).toArray();
    assertThat(open(Bytes.of(sealed))).isEqualTo(new byte[40]);
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(Refusals.of(() -> open(Bytes.of(flipped))))
          .isEqualTo(
              bit < 8 * Chunks.PREFIX ? Failure.WRONG_KEY_OR_CONTEXT : Failure.CORRUPT_CHUNK);
    }
  }

  @Test
  void line09_chunksCut_areRefused() {
    Bytes sealed = threeChunks();
    assertThat(open(sealed)).hasSize(2 * Chunks.PLAIN + 5);
    for (int chunks = 0; chunks <= 2; chunks++) {
      Bytes cut = sealed.slice(0, Chunks.PREFIX + chunks * Chunks.SEALED);
      assertThat(Refusals.of(() -> open(cut))).isEqualTo(Failure.TRUNCATED);
    }
    Bytes lastByte = sealed.slice(0, sealed.length() - 1);
    assertThat(Refusals.of(() -> open(lastByte))).isEqualTo(Failure.CORRUPT_CHUNK);
  }

  @Test
  void line09_chunksReorderedDuplicatedOrAppended_areRefused() {
    byte[] sealed = threeChunks().toArray();
    byte[] first = Arrays.copyOfRange(sealed, Chunks.PREFIX, Chunks.PREFIX + Chunks.SEALED);
    byte[] second =
        Arrays.copyOfRange(
            sealed, Chunks.PREFIX + Chunks.SEALED, Chunks.PREFIX + 2 * Chunks.SEALED);

    byte[] reordered = sealed.clone();
    System.arraycopy(second, 0, reordered, Chunks.PREFIX, Chunks.SEALED);
    System.arraycopy(first, 0, reordered, Chunks.PREFIX + Chunks.SEALED, Chunks.SEALED);
    byte[] duplicated = sealed.clone();
    System.arraycopy(first, 0, duplicated, Chunks.PREFIX + Chunks.SEALED, Chunks.SEALED);
    byte[] appended = Arrays.copyOf(sealed, sealed.length + 21);
    System.arraycopy(sealed, sealed.length - 21, appended, sealed.length, 21);

    for (byte[] forged : new byte[][] {reordered, duplicated, appended}) {
      assertThat(Refusals.of(() -> open(Bytes.of(forged)))).isEqualTo(Failure.CORRUPT_CHUNK);
    }
  }

  @Test
  void line10_ciphertextUnderTwoKeys_opensUnderOne() throws GeneralSecurityException {
    SecretBytes other = Cast.seed(0x43);
    byte[] derived = derive(KEY);
    byte[] otherDerived = derive(other);
    byte[] chunk =
        TwoKeyCiphertext.make(
            Arrays.copyOf(derived, 32),
            Arrays.copyOfRange(derived, 32, 44),
            Arrays.copyOf(otherDerived, 32),
            Arrays.copyOfRange(otherDerived, 32, 44));
    // The control: AES-GCM alone opens the chunk under either key.
    assertThat(gcm(derived, chunk)).hasSize(16);
    assertThat(gcm(otherDerived, chunk)).hasSize(16);

    byte[] sealed = Arrays.copyOf(new byte[Chunks.SALT], Chunks.PREFIX + chunk.length);
    System.arraycopy(derived, 44, sealed, Chunks.SALT, Chunks.COMMITMENT);
    System.arraycopy(chunk, 0, sealed, Chunks.PREFIX, chunk.length);
    assertThat(ChunkedEncryption.open(KEY, CONTEXT, Bytes.of(sealed))).hasSize(16);
    assertThat(Refusals.of(() -> ChunkedEncryption.open(other, CONTEXT, Bytes.of(sealed))))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
  }

  @Test
  void anotherContext_isRefused() {
    Bytes sealed = seal(new byte[3]);
    assertThat(Refusals.of(() -> ChunkedEncryption.open(KEY, Bytes.utf8("contexT"), sealed)))
        .isEqualTo(Failure.WRONG_KEY_OR_CONTEXT);
  }

  @Test
  void line18_salts_doNotRepeat() {
    assertDistinctSalts(20_000);
  }

  @Test
  @Tag("long")
  void line18_saltsOfTenMillionEncryptions_doNotRepeat() {
    assertDistinctSalts(10_000_000);
  }

  /** Compares the first 8 of 24 bytes: even those meet by chance only once in 370 000 long runs. */
  private static void assertDistinctSalts(int count) {
    long[] heads = new long[count];
    byte[] prefix = new byte[Chunks.PREFIX];
    for (int i = 0; i < count; i++) {
      try (ChunkCipher cipher = ChunkCipher.sealing(KEY, CONTEXT)) {
        cipher.writePrefix(prefix, 0);
        heads[i] = ByteBuffer.wrap(prefix).getLong();
      }
    }
    Arrays.sort(heads);
    int repeated = 0;
    for (int i = 1; i < count; i++) {
      repeated += heads[i] == heads[i - 1] ? 1 : 0;
    }
    assertThat(repeated).isZero();
  }

  private static Bytes threeChunks() {
    byte[] plaintext = new byte[2 * Chunks.PLAIN + 5];
    Arrays.fill(plaintext, (byte) 9);
    return seal(plaintext);
  }

  private static Bytes seal(byte[] plaintext) {
    try (ChunkCipher cipher = ChunkCipher.withSalt(KEY, SALT, CONTEXT)) {
      return ChunkedEncryption.seal(cipher, plaintext);
    }
  }

  private static byte[] open(Bytes sealed) {
    return ChunkedEncryption.open(KEY, CONTEXT, sealed);
  }

  /** Key, base nonce and commitment once more, written from the specification's one line. */
  private static byte[] derive(SecretBytes key) throws GeneralSecurityException {
    byte[] info =
        Bytes.utf8(
                "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"
                    + "\0".repeat(Chunks.SALT)
                    + "context")
            .toArray();
    Mac hmac = Mac.getInstance("HmacSHA512");
    hmac.init(new SecretKeySpec(key.toArray(), "HmacSHA512"));
    hmac.update(info);
    byte[] first = hmac.doFinal(new byte[] {1});
    hmac.update(first);
    hmac.update(info);
    byte[] second = hmac.doFinal(new byte[] {2});
    byte[] both = Arrays.copyOf(first, 128);
    System.arraycopy(second, 0, both, 64, 64);
    return Arrays.copyOf(both, 76);
  }

  private static byte[] gcm(byte[] derived, byte[] chunk) throws GeneralSecurityException {
    Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
    aes.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(derived, 0, 32, "AES"),
        new GCMParameterSpec(128, derived, 32, 12));
    return aes.doFinal(chunk);
  }
}
