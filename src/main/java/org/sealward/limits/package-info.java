/**
 * What one user or one address may cost: requests, bytes, connections, the time they hold one. A
 * request over a limit is refused before anything is done for it.
 */
@NullMarked
package org.sealward.limits;

import org.jspecify.annotations.NullMarked;
