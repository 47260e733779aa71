@NullMarked
package org.sealward.client.internal.live;

import org.jspecify.annotations.NullMarked;
