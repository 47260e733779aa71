@NullMarked
package org.sealward.client.internal.vault;

import org.jspecify.annotations.NullMarked;
