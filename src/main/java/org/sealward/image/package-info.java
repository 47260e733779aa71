/**
 * Encrypted images: received by the tus 1.0 protocol, fetched whole or by range, granted and
 * revoked (protocol §8).
 *
 * <p>An image is a row and an object of {@link org.sealward.objects}. While it is uploaded, only
 * its owner sees it, below {@code /v1/uploads}; when the last byte is stored the service hashes the
 * ciphertext and the image is there, below {@code /v1/images}. It may be read by its owner and by
 * everybody who holds a grant that nobody revoked; for all others it does not exist. The service
 * never holds the image key, only wraps of it inside grants.
 *
 * <p>The conversation decides who may upload; after that the grants alone decide who may read, so a
 * third specialist can be granted an image without joining the conversation, and leaving the
 * conversation takes no grant away. A revoked granter's own grants stay: each is revoked by name.
 *
 * <p>Events, each with the JSON shape of its kind as body: {@code image-uploaded} ({@link
 * org.sealward.api.ImageMetadata}) on the owner's stream; {@code image-granted} ({@link
 * org.sealward.envelope.SignedGrant}) and {@code image-revoked} ({@link
 * org.sealward.envelope.SignedRevocation}) on the recipient's stream.
 */
@NullMarked
package org.sealward.image;

import org.jspecify.annotations.NullMarked;
