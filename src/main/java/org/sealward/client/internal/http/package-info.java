/**
 * Calls to the service: JSON over HTTP with deadlines, retries and problems. Not API: apps use
 * {@link org.sealward.client.SealwardClient}.
 */
@NullMarked
package org.sealward.client.internal.http;

import org.jspecify.annotations.NullMarked;
