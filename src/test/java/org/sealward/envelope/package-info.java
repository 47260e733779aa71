/** Tests of the envelope package; {@code line08_...} names a line of the list of protocol §14. */
@NullMarked
package org.sealward.envelope;

import org.jspecify.annotations.NullMarked;
