/** Sealward, end-to-end encrypted clinical messaging: the service's entry point. */
@NullMarked
package org.sealward;

import org.jspecify.annotations.NullMarked;
