package org.sealward.witness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;
import org.sealward.files.OwnFolder;
import org.sealward.transparency.NoteSigner;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TreeHead;
import org.sealward.transparency.VerifierKey;

/**
 * What a witness keeps, for one process at a time:
 *
 * <pre>
 * folder/            mode 0700
 *   lock
 *   key              32 bytes, the private key; made at the first start
 *   &lt;hash&gt;           the newest checkpoint that was cosigned of the origin with that hash
 * </pre>
 */
final class WitnessFolder implements AutoCloseable {
  private final OwnFolder folder;

  private WitnessFolder(OwnFolder folder) {
    this.folder = folder;
  }

  /** Throws IOException when another process uses the folder, too. */
  static WitnessFolder open(Path folder) throws IOException {
    return new WitnessFolder(
        OwnFolder.open(folder)
            .orElseThrow(() -> new IOException("another process uses the folder " + folder)));
  }

  /** Signs by the folder's key. */
  NoteSigner signer(String name) throws IOException {
    Path file = folder.resolve("key");
    if (!Files.exists(file)) {
      byte[] fresh = new byte[Ed25519.SECRET_KEY_SIZE];
      new SecureRandom().nextBytes(fresh);
      OwnFolder.replace(file, ByteBuffer.wrap(fresh));
    }
    byte[] seed = Files.readAllBytes(file);
    if (seed.length != Ed25519.SECRET_KEY_SIZE) {
      throw new IOException(file + " is no key");
    }
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    VerifierKey key = VerifierKey.of(name, SignatureType.COSIGNATURE, Bytes.of(publicKey));
    return new NoteSigner() {
      @Override
      public VerifierKey key() {
        return key;
      }

      @Override
      public Bytes sign(Bytes message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message.toArray(), 0, message.length(), signature, 0);
        return Bytes.of(signature);
      }
    };
  }

  /** What was kept last of a log. */
  TreeHead newest(String origin) throws IOException {
    Path file = folder.resolve(name(origin));
    return Files.exists(file)
        ? SignedCheckpoint.parse(Bytes.of(Files.readAllBytes(file))).checkpoint().head()
        : TreeHead.EMPTY;
  }

  /** Returns when it is on the disk. */
  void keep(SignedCheckpoint checkpoint) throws IOException {
    OwnFolder.replace(
        folder.resolve(name(checkpoint.checkpoint().origin())),
        ByteBuffer.wrap(checkpoint.encode().toArray()));
  }

  /** An origin may have any characters. */
  private static String name(String origin) {
    return MerkleHash.leaf(Bytes.utf8(origin)).hex();
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
