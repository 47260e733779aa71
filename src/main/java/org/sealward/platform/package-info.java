/**
 * What every feature stands on: the domain-event log and its transactions, problems, correlation
 * ids, the clock.
 *
 * <p><b>Writing.</b> A feature changes its own rows and appends events in one {@link
 * org.sealward.platform.Transactions#write}; the events are written as the last act of that
 * transaction, under one lock, so positions become visible in order and without loss. {@link
 * org.sealward.platform.BatchingWriter} shares one such transaction between many small commands.
 *
 * <p><b>Reading.</b> {@link org.sealward.platform.EventLog} reads one stream. {@link
 * org.sealward.platform.EventTail} hands new events to this node's listeners. An {@link
 * org.sealward.platform.EventReader} has a stored cursor and sees every event at least once, on one
 * node at a time. {@link org.sealward.platform.Timeline} turns places in the log into opaque
 * cursors.
 *
 * <p><b>Failing.</b> Features throw {@link org.sealward.platform.Problem}; it and every other
 * failure of a request leaves the service as {@code application/problem+json} (RFC 9457).
 */
@NullMarked
package org.sealward.platform;

import org.jspecify.annotations.NullMarked;
