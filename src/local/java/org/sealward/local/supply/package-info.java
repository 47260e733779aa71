/** What the build is made of: libraries, their licences, and the list of what is shipped. */
@NullMarked
package org.sealward.local.supply;

import org.jspecify.annotations.NullMarked;
