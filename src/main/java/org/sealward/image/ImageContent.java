package org.sealward.image;

import java.nio.channels.ReadableByteChannel;

/**
 * Ciphertext that is to be sent as a response's body.
 *
 * @param channel open; closed by whoever sends it
 * @param length in bytes
 */
record ImageContent(ReadableByteChannel channel, long length) {}
