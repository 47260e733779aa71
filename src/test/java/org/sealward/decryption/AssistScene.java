package org.sealward.decryption;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.AssistRequest;
import org.sealward.envelope.AssistSecret;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.CiphertextSource;
import org.sealward.envelope.ContentTree;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageSealer;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedGrant;

/** A patient's sealed picture, and requests to open it. */
final class AssistScene {
  /** Three segments, the last chunk not full. */
  static final int LENGTH = 2_500_000;

  static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");

  final byte[] picture = new byte[LENGTH];
  final ImageKey key = ImageKey.generate();
  final OwnKeys patient = OwnKeys.first(UUID.randomUUID(), PrivateKeys.generate(), AT);
  final ImageGrant grant;
  private final byte[] ciphertext;
  private final Bytes leaves;

  AssistScene() throws IOException {
    new Random(20_261_122).nextBytes(picture);
    var context =
        new ImageContext(UUID.randomUUID(), patient.userId(), patient.userId(), UUID.randomUUID());
    var sealed = new ByteArrayOutputStream();
    SealedContent content =
        ImageSealer.seal(context, key, new ByteArrayInputStream(picture), sealed);
    ciphertext = sealed.toByteArray();
    leaves =
        new ContentTree.Builder().update(ciphertext, 0, ciphertext.length).build().encodedLeaves();
    grant = SignedGrant.issue(context, content, key, patient, patient.bundle(), AT).grant();
  }

  /** To open a range of the picture by its key. */
  Job job(AssistKey to, long offset, long length) {
    AssistRequest request = AssistRequest.of(grant, AssistSecret.IMAGE_KEY);
    return job(to, request, request.seal(to, key), offset, length);
  }

  Job job(AssistKey to, AssistRequest request, Bytes sealed, long offset, long length) {
    return new Job(request, to.keyId(), sealed, grant, leaves, offset, length);
  }

  CiphertextSource ciphertext() {
    return from(ciphertext);
  }

  CiphertextSource ciphertextAlteredAt(int index) {
    byte[] altered = ciphertext.clone();
    altered[index] ^= 1;
    return from(altered);
  }

  private static CiphertextSource from(byte[] content) {
    return (offset, length) -> Arrays.copyOfRange(content, (int) offset, (int) offset + length);
  }

  static void drain(ReadableByteChannel from, ByteArrayOutputStream to) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(Worker.MOST);
    while (from.read(piece.clear()) >= 0) {
      byte[] content = new byte[piece.flip().remaining()];
      piece.get(content);
      to.writeBytes(content);
    }
  }
}
