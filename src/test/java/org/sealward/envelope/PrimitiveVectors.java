package org.sealward.envelope;

import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Vectors of encoding, padding, chunked encryption and strict signatures. */
final class PrimitiveVectors {
  private PrimitiveVectors() {}

  static VectorFile encoding() {
    VectorFile file = new VectorFile("encoding", "1");
    for (List<String> parts :
        List.of(
            List.<String>of(),
            List.of(""),
            List.of("", ""),
            List.of("61", "6263"),
            List.of("00000000000000010000000000000000"))) {
      Bytes encoded = Pae.list(parts.stream().map(Bytes::fromHex).toList());
      file.add("parts " + parts).put("parts", parts).hex("pae", encoded);
    }
    UUID id = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    Bytes typed =
        Pae.labelled("example")
            .id(id)
            .optionalId(null)
            .number(258)
            .time(Cast.NOW)
            .text("cafe\u0301")
            .encode();
    file.add("label, suite, id, absent id, number, time, text in normal form C")
        .put("purpose", "example")
        .put("id", id)
        .put("number", 258)
        .put("time", Cast.NOW)
        .put("text", "cafe\u0301")
        .hex("pae", typed)
        .hex("sha256", Hash.of(typed));
    file.add("ids in order")
        .put(
            "sorted",
            Stream.of(Cast.id(2), Cast.id(1), id, new UUID(-1, -1), new UUID(-1, 0))
                .sorted(Pae::compareIds)
                .toList());
    for (int length : new int[] {0, 252, 253, 509, 1021, 5000, 65_532}) {
      file.add("padding of " + length + " bytes")
          .put("contentLength", length)
          .put("paddedLength", MessagePadding.pad(Bytes.of(new byte[length])).length);
    }
    for (String text : List.of("AA==", "AB", "A", "+/8", "A A")) {
      file.add("not canonical base64url").put("text", text).put("failure", "MALFORMED");
    }
    return file;
  }

  static VectorFile chunked() {
    VectorFile file = new VectorFile("chunked-encryption", "2.1");
    SecretBytes key = Cast.seed(0x42);
    Bytes context = Bytes.utf8("context");
    Bytes salt = Bytes.fromHex("000102030405060708090a0b0c0d0e0f1011121314151617");
    for (int length : new int[] {0, 1, 16_383, 16_384, 16_385, 40_000}) {
      Bytes sealed = sealed(key, salt, context, length);
      VectorFile.Case added =
          file.add(length + " bytes")
              .hex("key", key)
              .hex("context", context)
              .hex("salt", salt)
              .put("plaintextLength", length)
              .hex("commitment", sealed.slice(Chunks.SALT, Chunks.PREFIX));
      if (length < 100) {
        added.hex("sealed", sealed);
      } else {
        added.digest("sealed", sealed);
      }
    }
    Bytes small = sealed(key, salt, context, 5);
    Bytes large = sealed(key, salt, context, Chunks.PLAIN);
    refused(file, "another key", Cast.seed(0x43), context, small);
    refused(file, "another context", key, Bytes.utf8("contexT"), small);
    refused(file, "salt altered", key, context, flipped(small, 0));
    refused(file, "commitment altered", key, context, flipped(small, 30));
    refused(file, "chunk altered", key, context, flipped(small, 58));
    refused(file, "tag altered", key, context, flipped(small, small.length() - 1));
    refused(file, "prefix cut", key, context, small.slice(0, 40));
    refused(file, "no chunk", key, context, small.slice(0, 56));
    refused(file, "chunk cut inside the tag", key, context, small.slice(0, 66));
    refused(
        file,
        "last chunk missing, the chunk before it being whole",
        key,
        context,
        large.slice(0, Chunks.PREFIX + Chunks.SEALED));
    return file;
  }

  private static Bytes sealed(SecretBytes key, Bytes salt, Bytes context, int length) {
    try (ChunkCipher cipher = ChunkCipher.withSalt(key, salt, context)) {
      return ChunkedEncryption.seal(cipher, pattern(length));
    }
  }

  private static void refused(
      VectorFile file, String name, SecretBytes key, Bytes context, Bytes sealed) {
    file.add(name)
        .hex("key", key)
        .hex("context", context)
        .hex("sealed", sealed)
        .failure(() -> ChunkedEncryption.open(key, context, sealed));
  }

  static VectorFile signatures() {
    VectorFile file = new VectorFile("signatures", "2.3");
    BigInteger secret = new BigInteger("1234567890123456789012345678901234567");
    BigInteger nonce = new BigInteger("9876543210987654321098765432109876543");
    Edwards key = Edwards.BASE.times(secret);
    Edwards r = Edwards.BASE.times(nonce);
    Bytes message = Bytes.utf8("signed");
    Bytes honest = Edwards.sign(secret, nonce, r.encode(), key.encode(), message);
    signature(file, "honest", key.encode(), message, honest);
    signature(file, "another message", key.encode(), Bytes.utf8("signeD"), honest);
    BigInteger s = Edwards.fromLittleEndian(honest.slice(32, 64).toArray());
    signature(
        file,
        "S plus group order",
        key.encode(),
        message,
        Edwards.join(r.encode(), s.add(Edwards.L)));
    for (int i = 0; i < 8; i++) {
      Edwards small = Edwards.TORSION.times(i);
      signature(
          file,
          "A of small order, " + i,
          small.encode(),
          message,
          Edwards.sign(BigInteger.ZERO, nonce, r.encode(), small.encode(), message));
      signature(
          file,
          "R of small order, " + i,
          key.encode(),
          message,
          Edwards.sign(secret, BigInteger.ZERO, small.encode(), key.encode(), message));
      if (i > 0) {
        Bytes mixedA = key.add(small).encode();
        signature(
            file,
            "A of mixed order, " + i,
            mixedA,
            message,
            Edwards.sign(secret, nonce, r.encode(), mixedA, message));
        Bytes mixedR = r.add(small).encode();
        signature(
            file,
            "R of mixed order, " + i,
            key.encode(),
            message,
            Edwards.sign(secret, nonce, mixedR, key.encode(), message));
      }
    }
    for (String encoded :
        List.of(
            "ed" + "ff".repeat(30) + "7f",
            "ee" + "ff".repeat(30) + "7f",
            "ff".repeat(31) + "7f",
            "01" + "00".repeat(30) + "80")) {
      Bytes odd = Bytes.fromHex(encoded);
      signature(
          file,
          "A not canonical",
          odd,
          message,
          Edwards.sign(BigInteger.ZERO, nonce, r.encode(), odd, message));
      signature(
          file,
          "R not canonical",
          key.encode(),
          message,
          Edwards.sign(secret, BigInteger.ZERO, odd, key.encode(), message));
    }
    return file;
  }

  private static void signature(
      VectorFile file, String name, Bytes key, Bytes message, Bytes signature) {
    VectorFile.Case added =
        file.add(name).hex("publicKey", key).hex("message", message).hex("signature", signature);
    if (!name.equals("honest")) {
      added.failure(() -> VerifyingKey.checked(key).require(signature, message, "signature"));
    } else {
      VerifyingKey.checked(key).require(signature, message, "signature");
    }
  }

  /** Byte i is i mod 251. */
  static byte[] pattern(int length) {
    byte[] pattern = new byte[length];
    for (int i = 0; i < length; i++) {
      pattern[i] = (byte) (i % 251);
    }
    return pattern;
  }

  static Bytes flipped(Bytes bytes, int at) {
    byte[] copy = bytes.toArray();
    copy[at] ^= 1;
    return Bytes.of(copy);
  }
}
