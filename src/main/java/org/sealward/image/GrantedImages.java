package org.sealward.image;

import jakarta.inject.Singleton;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.CiphertextSource;
import org.sealward.envelope.GrantVerifier;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedGrant;
import org.sealward.keydirectory.KeyDirectory;
import org.sealward.objects.ObjectStore;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Problem;

/** What a recipient needs to open an image, for whoever opens it in the recipient's name. */
@Singleton
public class GrantedImages {
  private final Images images;
  private final ImageRepository rows;
  private final GrantRepository grants;
  private final KeyDirectory keys;
  private final EventBodies bodies;
  private final ObjectStore objects;

  GrantedImages(
      Images images,
      ImageRepository rows,
      GrantRepository grants,
      KeyDirectory keys,
      EventBodies bodies,
      ObjectStore objects) {
    this.images = images;
    this.rows = rows;
    this.grants = grants;
    this.keys = keys;
    this.bodies = bodies;
    this.objects = objects;
  }

  /**
   * An image with the grant that names the recipient.
   *
   * @param grant its signature verifies, and it is not revoked
   * @param leaves of the ciphertext, 32 bytes each
   */
  public record GrantedImage(ImageGrant grant, Bytes leaves, CiphertextSource ciphertext) {}

  /**
   * Finds it.
   *
   * @throws Problem {@link ImageProblem#IMAGE_NOT_FOUND} also when the grant is somebody else's
   */
  public GrantedImage find(UUID imageId, UUID recipientId, Bytes grantHash) {
    ImageRow image = images.readable(imageId, recipientId);
    SignedGrant signed =
        grants
            .find(imageId, grantHash)
            .filter(row -> !row.isRevoked() && row.recipientId().equals(recipientId))
            .map(row -> bodies.read(row.body(), SignedGrant.class))
            .orElseThrow(Images::notFound);
    ImageGrant grant = signed.grant();
    PublicBundle granter =
        keys.find(grant.granterId(), grant.granterFingerprint())
            .map(SignedBundle::bundle)
            .orElseThrow(Images::notFound);
    GrantVerifier.verify(signed, granter);
    return new GrantedImage(
        grant,
        rows.leaves(imageId).leaves(),
        (offset, length) -> fetch(image.objectKey(), offset, length));
  }

  private byte[] fetch(UUID objectKey, long offset, int length) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    try (ReadableByteChannel source = objects.read(objectKey, offset, length)) {
      while (target.hasRemaining()) {
        if (source.read(target) < 0) {
          throw new EOFException("an object ends too early");
        }
      }
    }
    return target.array();
  }
}
