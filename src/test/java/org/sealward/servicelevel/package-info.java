@NullMarked
package org.sealward.servicelevel;

import org.jspecify.annotations.NullMarked;
