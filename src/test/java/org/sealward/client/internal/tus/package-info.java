@NullMarked
package org.sealward.client.internal.tus;

import org.jspecify.annotations.NullMarked;
