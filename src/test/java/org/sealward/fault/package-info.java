/** The service as a process of its own, with everything around it that can break, broken. */
@NullMarked
package org.sealward.fault;

import org.jspecify.annotations.NullMarked;
