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
 * <p>Keys of people are believed that stand in the deployment's log of keys, which the client reads
 * whole and holds against what it saw before; and only while they follow from those that are pinned
 * in the {@link org.sealward.client.DeviceStore}. Where a deployment has no log, the first keys
 * seen of a person are taken on trust.
 */
@NullMarked
package org.sealward.client;

import org.jspecify.annotations.NullMarked;
