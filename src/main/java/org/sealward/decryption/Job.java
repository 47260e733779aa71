package org.sealward.decryption;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.sealward.envelope.AssistRequest;
import org.sealward.envelope.AssistSecret;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ImageGrant;

/**
 * What a {@link Worker} is to do. Nothing in it is secret.
 *
 * @param keyId of the assist key
 * @param sealed the secret, sealed to that key
 * @param grant the caller's, accepted
 * @param leaves of the ciphertext, 32 bytes each
 * @param offset of the first byte of the picture that is wanted
 * @param length how many; the picture has them
 */
record Job(
    AssistRequest request,
    UUID keyId,
    Bytes sealed,
    ImageGrant grant,
    Bytes leaves,
    long offset,
    long length) {
  /** An image of 2³⁸ chunks has more; the service takes none above 48 GiB (ADR 200). */
  private static final int MOST_BYTES = 2 << 20;

  void write(DataOutput out) throws IOException {
    out.writeInt(request.suite());
    id(out, request.imageId());
    id(out, request.callerId());
    bytes(out, request.grantHash());
    out.writeInt(request.secret().number());
    bytes(out, request.nonce());
    id(out, keyId);
    bytes(out, sealed);
    out.writeInt(grant.suite());
    id(out, grant.imageId());
    id(out, grant.subjectId());
    id(out, grant.ownerId());
    id(out, grant.conversationId());
    bytes(out, grant.contentDigest());
    out.writeLong(grant.ciphertextLength());
    id(out, grant.granterId());
    bytes(out, grant.granterFingerprint());
    id(out, grant.recipientId());
    bytes(out, grant.recipientFingerprint());
    out.writeLong(grant.createdAt().toEpochMilli());
    bytes(out, grant.wrap());
    bytes(out, leaves);
    out.writeLong(offset);
    out.writeLong(length);
  }

  static Job read(DataInput in) throws IOException {
    return new Job(
        new AssistRequest(
            in.readInt(), id(in), id(in), bytes(in), AssistSecret.of(in.readInt()), bytes(in)),
        id(in),
        bytes(in),
        new ImageGrant(
            in.readInt(),
            id(in),
            id(in),
            id(in),
            id(in),
            bytes(in),
            in.readLong(),
            id(in),
            bytes(in),
            id(in),
            bytes(in),
            Instant.ofEpochMilli(in.readLong()),
            bytes(in)),
        bytes(in),
        in.readLong(),
        in.readLong());
  }

  private static void id(DataOutput out, UUID id) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  private static UUID id(DataInput in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  private static void bytes(DataOutput out, Bytes bytes) throws IOException {
    out.writeInt(bytes.length());
    out.write(bytes.toArray());
  }

  private static Bytes bytes(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a job with " + length + " bytes in one field");
    }
    byte[] content = new byte[length];
    in.readFully(content);
    return Bytes.of(content);
  }
}
