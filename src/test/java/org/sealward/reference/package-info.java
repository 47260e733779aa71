@NullMarked
package org.sealward.reference;

import org.jspecify.annotations.NullMarked;
