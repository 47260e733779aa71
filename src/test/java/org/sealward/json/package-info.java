@NullMarked
package org.sealward.json;

import org.jspecify.annotations.NullMarked;
