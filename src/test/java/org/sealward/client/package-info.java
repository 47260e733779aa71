@NullMarked
package org.sealward.client;

import org.jspecify.annotations.NullMarked;
