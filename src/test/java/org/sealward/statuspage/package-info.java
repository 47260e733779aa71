@NullMarked
package org.sealward.statuspage;

import org.jspecify.annotations.NullMarked;
