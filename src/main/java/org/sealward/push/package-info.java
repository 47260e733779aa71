/** Devices are woken by a push that says nothing. */
@NullMarked
package org.sealward.push;

import org.jspecify.annotations.NullMarked;
