@NullMarked
package org.sealward.transparency;

import org.jspecify.annotations.NullMarked;
