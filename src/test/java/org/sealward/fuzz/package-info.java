/** Every parser of bytes from outside, fed with what nobody thought of. */
@NullMarked
package org.sealward.fuzz;

import org.jspecify.annotations.NullMarked;
