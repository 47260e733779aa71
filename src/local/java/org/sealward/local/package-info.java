/**
 * What makes Sealward run on one computer: the commands behind {@code ./sealward} and the stand-ins
 * for the cloud. Compiled with the tests, so that none of it can be in the production jar; it may
 * use every package, and no package may use it.
 */
@NullMarked
package org.sealward.local;

import org.jspecify.annotations.NullMarked;
