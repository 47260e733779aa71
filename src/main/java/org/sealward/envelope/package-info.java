/**
 * The formats of the Sealward protocol, suite 1: seal, open, sign, verify.
 *
 * <p>The normative text is {@code docs/protocol.md}; "protocol §4.2" in this package cites its
 * sections. Every value here is immutable and valid from construction: a record that exists has the
 * right lengths, ranges and suite, though its signatures are only as good as the verifier that was
 * asked ({@link org.sealward.envelope.BundleVerifier}, {@link
 * org.sealward.envelope.MembershipVerifier}, {@link org.sealward.envelope.MessageVerifier}, {@link
 * org.sealward.envelope.GrantVerifier}).
 *
 * <p>Sealing, signing and verifying are free to everybody. Turning ciphertext back into plaintext
 * goes through {@link org.sealward.envelope.Opener} alone, which the service must not reference.
 *
 * <p>Secrets live in {@link org.sealward.envelope.SecretBytes}, are zeroed when closed and never
 * become strings. The package depends on the JDK and Bouncy Castle only, does no input or output of
 * its own beyond the streams it is given, and reads no clock.
 */
@NullMarked
package org.sealward.envelope;

import org.jspecify.annotations.NullMarked;
