@NullMarked
package org.sealward.limits;

import org.jspecify.annotations.NullMarked;
