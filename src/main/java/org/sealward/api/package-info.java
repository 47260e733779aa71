/**
 * The JSON shapes of the HTTP API and the WebSocket, one record each, shared by the service's
 * controllers and the Java client. Signed and sealed shapes are {@link org.sealward.envelope}'s own
 * records; this package teaches the JSON mapper to read and write them, strictly.
 */
@NullMarked
package org.sealward.api;

import org.jspecify.annotations.NullMarked;
