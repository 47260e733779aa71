/**
 * {@code ./sealward bench}: each prints figures of one run, as far as possible as a ratio to
 * something known that ran beside it.
 */
@NullMarked
package org.sealward.local.bench;

import org.jspecify.annotations.NullMarked;
