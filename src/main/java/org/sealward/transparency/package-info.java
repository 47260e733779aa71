/**
 * Transparency logs as others read them: the Merkle tree of RFC 6962, served as C2SP tlog-tiles,
 * with signed checkpoints, cosignatures of witnesses and proofs that are verified offline; and what
 * a reader of the key log must notice (protocol §11).
 *
 * <p>Pure: the JDK and {@code envelope} alone. It reads no clock, and tiles come through {@link
 * org.sealward.transparency.TileReader}. Parsers are strict: what they accept is written again as
 * the same bytes, everything else is a {@link org.sealward.transparency.LogFormatException}.
 * Nothing that was parsed is believed yet: {@link org.sealward.transparency.LogPolicy} says whether
 * a checkpoint is, and its root says whether a proof, a tile or an entry is.
 */
@NullMarked
package org.sealward.transparency;

import org.jspecify.annotations.NullMarked;
