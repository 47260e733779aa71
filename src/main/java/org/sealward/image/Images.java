package org.sealward.image;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Problem;

/** Stored images, for those who may see them; for all others there are none. */
@Singleton
class Images {
  private final ImageRepository images;

  Images(ImageRepository images) {
    this.images = images;
  }

  /**
   * An image that the user owns or holds an unrevoked grant to.
   *
   * @throws Problem {@link ImageProblem#IMAGE_NOT_FOUND}
   */
  ImageRow readable(UUID id, UUID userId) {
    return images.findReadable(id, userId).orElseThrow(Images::notFound);
  }

  /** The leaf hashes of an image that the user may read; 32 bytes each. */
  Bytes leaves(UUID id, UUID userId) {
    return images.leaves(readable(id, userId).id()).leaves();
  }

  static Problem notFound() {
    return new Problem(
        ImageProblem.IMAGE_NOT_FOUND, "It does not exist, or you may not, or no longer, see it.");
  }
}
