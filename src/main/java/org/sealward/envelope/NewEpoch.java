package org.sealward.envelope;

/** A membership entry that was just authored, and the fresh key of its epoch. */
public record NewEpoch(SignedEntry signedEntry, EpochKey key) {}
