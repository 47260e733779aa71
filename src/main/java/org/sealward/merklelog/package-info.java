/**
 * Merkle logs of the service: what features hand in is put in order, signed, served as C2SP
 * tlog-tiles, and shown to witnesses (protocol §11). One code and one set of tables for every log.
 *
 * <p>A feature declares a {@link org.sealward.merklelog.MerkleLog} bean and gives {@link
 * org.sealward.merklelog.LogEntries} its entries inside its own transactions. One node at a time
 * takes what is waiting into the tree: {@code docs/adr/0301-one-sequencer-for-every-log.md}.
 */
@NullMarked
package org.sealward.merklelog;

import org.jspecify.annotations.NullMarked;
