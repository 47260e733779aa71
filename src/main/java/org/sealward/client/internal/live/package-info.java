/**
 * The WebSocket: one connection at a time, its frames, and how far each stream has come. Not API:
 * apps use {@link org.sealward.client.Live}.
 */
@NullMarked
package org.sealward.client.internal.live;

import org.jspecify.annotations.NullMarked;
