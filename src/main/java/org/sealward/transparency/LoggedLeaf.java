package org.sealward.transparency;

import org.sealward.envelope.KeyLeaf;

/**
 * A key leaf and where it stands.
 *
 * @param index in the log, from 0
 */
public record LoggedLeaf(long index, KeyLeaf leaf) {}
