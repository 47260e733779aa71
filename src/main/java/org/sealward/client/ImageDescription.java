package org.sealward.client;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.SealedContent;

/**
 * An image as its sender describes it inside the encrypted message.
 *
 * @param name of the file, for people only: never use it as a path
 * @param mediaType such as {@code image/jpeg}
 * @param size bytes of the image
 * @param width pixels, null when the sender does not know
 * @param height pixels, null when the sender does not know
 * @param context whom the image shows, who sealed it, and where
 * @param sealed what names the ciphertext: everything that is fetched is verified against it
 */
public record ImageDescription(
    String name,
    String mediaType,
    long size,
    @Nullable Integer width,
    @Nullable Integer height,
    ImageContext context,
    SealedContent sealed) {

  public UUID imageId() {
    return context.imageId();
  }

  /** The signed tree head over the ciphertext, 32 bytes (protocol §8.2). */
  public Bytes contentDigest() {
    return sealed.contentDigest();
  }

  /** Leaves out what the sender tells the receiver. */
  @Override
  public String toString() {
    return "ImageDescription[" + imageId() + ", REDACTED]";
  }
}
