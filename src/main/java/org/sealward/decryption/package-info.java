/**
 * Decryption by the service, for apps that cannot decrypt (protocol §10). Off unless it is
 * configured, and unless the institutions want it.
 *
 * <p>Keys and pictures cannot be wiped out of a Java heap, so they do not come into the service's:
 * each request has a {@link org.sealward.decryption.Worker} process of its own, which opens the
 * secret, decrypts, and ends; the system takes its memory back. What passes the service itself is
 * the private half of its assist key, 32 bytes outside of the heap while the key is valid ({@link
 * org.sealward.decryption.AssistSeed}), and the picture on its way to the socket, in buffers
 * outside of the heap that are zeroed after use (ADR 0310).
 */
@NullMarked
package org.sealward.decryption;

import org.jspecify.annotations.NullMarked;
