package org.sealward.image;

import java.util.UUID;

/**
 * Ciphertext that is to be sent as a response's body.
 *
 * @param objectKey a finished object
 * @param offset of the first byte
 * @param length in bytes
 */
record ImageContent(UUID objectKey, long offset, long length) {}
