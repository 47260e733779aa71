package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The primitives against the values that their specifications publish. */
class PublishedVectorsTest {

  /**
   * draft-connolly-cfrg-xwing-kem, appendix C: seed, encapsulation seed, shared secret; public key
   * and ciphertext by their SHA-256.
   */
  @ParameterizedTest
  @CsvSource({
    "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26,"
        + "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2,"
        + "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384,2e816deebcd76c5c80d0cd2d174478871658e8e2ff42bc9d4a6e486372e856bb,17cd532d657e44c897ca6583e548a5424fc70bf54f99515a4d2bcf99e3469f33",
    "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea,"
        + "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdefaee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d,"
        + "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150,c42ba5f8430d7d2c83739338203819f090e8303ce9c8b02107c272bfa5376916,1661ea86d608a1924ba30840cb0a65f13ae051e3aec9cf0f064efc0bc92f2154"
  })
  void xWing_ofTheDraft(
      String seed, String eseed, String shared, String publicKeyHash, String ciphertextHash) {
    Bytes publicKey = KeyWrap.publicKey(secret(seed));
    KnownHpke.Encapsulation made = KnownHpke.encapsulate(publicKey, Bytes.fromHex(eseed));
    assertThat(Hash.of(publicKey).hex()).isEqualTo(publicKeyHash);
    assertThat(Hash.of(made.enc()).hex()).isEqualTo(ciphertextHash);
    assertThat(made.sharedSecret().hex()).isEqualTo(shared);
  }

  /**
   * draft-ietf-hpke-pq, test vectors: MLKEM768-X25519, HKDF-SHA256, ChaCha20Poly1305, base mode.
   */
  @Test
  void hpkeKeySchedule_ofTheDraft() {
    Bytes publicKey =
        KeyWrap.publicKey(
            secret("3ec47fa82dd5689d27c6190e724c74ec8f608df3331ce331929e37b829676630"));
    KnownHpke.Encapsulation made =
        KnownHpke.encapsulate(
            publicKey,
            Bytes.fromHex(
                "2a1c0a3745fe8a48fb62034d300f54dfe1974a5b2e169e580a8789cb1cf5fd19"
                    + "0fc00f3fd899594e01a8b15334b9f3fa03d8de44da86e19f5776850fb689e6c8"));
    assertThat(made.sharedSecret().hex())
        .isEqualTo("58200ed1f137bd95a921bb47f6aaecf2395b26f7fd24efd3a5ffae4849e8dea3");
    KnownHpke.Schedule schedule =
        KnownHpke.schedule(
            KnownHpke.CHACHA20_POLY1305,
            made.sharedSecret(),
            Bytes.fromHex(
                "34663634363532303666366532303631323034373732363536333639363136653230353537323665"));
    assertThat(schedule.key().hex())
        .isEqualTo("131c2ebb469b909a40915914afd7ff5e638888ac7195dcaaaef8f9a84f0e4030");
    assertThat(schedule.baseNonce().hex()).isEqualTo("2b7a68f19e6cdbd43dda3c6d");
  }

  /** What KeyWrap opens is what the key schedule above says, with AES-256-GCM in its place. */
  @Test
  void keyWrap_opensWhatTheSpecificationSeals() {
    SecretBytes seed = Cast.seed(3);
    Bytes info = Bytes.utf8("info");
    Bytes wrap =
        KnownHpke.wrap(KeyWrap.publicKey(seed), Bytes.of(new byte[64]), info, Cast.seed(9)).wrap();
    assertThat(KeyWrap.unwrap(seed, info, wrap)).isEqualTo(Cast.seed(9));
    assertThat(Refusals.of(() -> KeyWrap.unwrap(seed, Bytes.utf8("infO"), wrap)))
        .isEqualTo(Failure.WRAP_NOT_OPENED);
  }

  /** RFC 9106 §5.3. */
  @Test
  void argon2id_ofRfc9106() {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id)
            .withVersion(org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(32)
            .withIterations(3)
            .withParallelism(4)
            .withSalt(filled(16, 2))
            .withSecret(filled(8, 3))
            .withAdditional(filled(12, 4))
            .build());
    byte[] tag = new byte[32];
    argon2.generateBytes(filled(32, 1), tag);
    assertThat(Bytes.of(tag).hex())
        .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
  }

  /** RFC 5869 A.1 and A.3; the first 32 of 42 bytes, since HKDF-Expand of less is a prefix. */
  @Test
  void hkdfSha256_ofRfc5869() {
    SecretBytes input = SecretBytes.copyOf(filled(22, 0x0b));
    Bytes salt = Bytes.fromHex("000102030405060708090a0b0c");
    assertThat(Kdf.expand(input, salt, Bytes.fromHex("f0f1f2f3f4f5f6f7f8f9")))
        .isEqualTo(secret("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
    assertThat(Kdf.expand(input, Bytes.EMPTY, Bytes.EMPTY))
        .isEqualTo(secret("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"));
  }

  /** Heads of RFC 6962 trees over the eight leaves that Certificate Transparency tests with. */
  @Test
  void treeHead_ofCertificateTransparency() {
    List<Bytes> leaves =
        List.of(
                "",
                "00",
                "10",
                "2021",
                "3031",
                "40414243",
                "5051525354555657",
                "606162636465666768696a6b6c6d6e6f")
            .stream()
            .map(data -> Hash.of(Bytes.fromHex("00" + data)))
            .toList();
    List<String> heads =
        List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    assertThat(
            IntStream.rangeClosed(1, 8)
                .mapToObj(
                    n ->
                        ContentTree.of(leaves.subList(0, n), (long) n * ContentTree.SEGMENT)
                            .contentDigest()
                            .hex()))
        .isEqualTo(heads);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static SecretBytes secret(String hex) {
    return SecretBytes.copyOf(Bytes.fromHex(hex).toArray());
  }
}
