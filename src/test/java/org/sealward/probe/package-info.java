@NullMarked
package org.sealward.probe;

import org.jspecify.annotations.NullMarked;
