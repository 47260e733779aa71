package org.sealward.envelope;

import java.util.List;
import java.util.UUID;

/**
 * An entry of the key log (protocol §11.1): that a user has these keys in this version. The log
 * shows a tag in place of the user.
 *
 * @param userTag 32 bytes, {@link #userTag(UUID)}
 * @param version 1 to 2³¹−1, the bundle's
 * @param fingerprint 32 bytes, the bundle's
 */
public record KeyLeaf(Bytes userTag, int version, Bytes fingerprint) {
  private static final String PURPOSE = "key-leaf";
  private static final int PARTS = 5;

  public KeyLeaf {
    Require.hash("userTag", userTag);
    Require.that(version >= 1, "version is below 1");
    Require.hash("fingerprint", fingerprint);
  }

  public static KeyLeaf of(PublicBundle bundle) {
    return new KeyLeaf(userTag(bundle.userId()), bundle.version(), bundle.fingerprint());
  }

  public static Bytes userTag(UUID userId) {
    return Hash.of(Pae.labelled("user-tag").id(userId).encode());
  }

  /** 148 bytes: what the log hashes as its leaf. */
  public Bytes encode() {
    return Pae.labelled(PURPOSE).bytes(userTag).number(version).bytes(fingerprint).encode();
  }

  /**
   * Strict. Throws {@link Failure#UNSUPPORTED_SUITE} for a leaf of another suite, {@link
   * Failure#MALFORMED} for what is none.
   */
  public static KeyLeaf decode(Bytes encoded) {
    List<byte[]> parts = PaeReader.parts(encoded.shared());
    Require.that(
        parts.size() == PARTS
            && Bytes.of(parts.getFirst()).equals(Bytes.utf8(Pae.LABELS + PURPOSE)),
        "not a key leaf");
    Require.suite(PaeReader.number(parts.get(1)));
    long version = PaeReader.number(parts.get(3));
    Require.that(version >= 1 && version <= Integer.MAX_VALUE, "version is out of range");
    return new KeyLeaf(Bytes.of(parts.get(2)), (int) version, Bytes.of(parts.get(4)));
  }
}
