/** Files that survive a crash. */
@NullMarked
package org.sealward.files;

import org.jspecify.annotations.NullMarked;
