/**
 * The WebSocket {@code /v1/stream}: events of the log to the people they are for, at least once, in
 * order within a stream, with a bounded number on their way to each socket.
 *
 * <p>Sequence numbers of a stream have no gaps. So a socket that knows the last one it sent can
 * tell the next event from a repeated one and from one that follows a gap; after a gap it reads the
 * missing events from the log. That one rule covers a new socket, a returning one and a slow one.
 */
@NullMarked
package org.sealward.delivery;

import org.jspecify.annotations.NullMarked;
