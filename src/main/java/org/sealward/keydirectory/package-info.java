/**
 * Versioned public bundles: published by their owner, read by everybody who wraps a key or checks a
 * signature, copied to a second database by a reader of the event log. Keys of institutions, and
 * what they say of their specialists.
 */
@NullMarked
package org.sealward.keydirectory;

import org.jspecify.annotations.NullMarked;
