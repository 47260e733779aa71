/**
 * The Java client of Sealward: a patient and a specialist exchange messages and images that nobody
 * between them can read.
 *
 * <p>Begin with {@link org.sealward.client.SealwardClient}: sign up, log in, and use the {@link
 * org.sealward.client.Session}. Every method blocks until it is done and is safe to call from any
 * thread, virtual ones included. What fails throws a {@link
 * org.sealward.client.error.SealwardException}, or an {@link
 * org.sealward.envelope.EnvelopeException} for signed or sealed bytes that are not what they claim
 * to be.
 *
 * <p>What the client takes from the service on trust, until the key log exists, is the first set of
 * keys it sees of a person; it is pinned in the {@link org.sealward.client.DeviceStore} and any
 * later set must follow from it.
 */
@NullMarked
package org.sealward.client;

import org.jspecify.annotations.NullMarked;
