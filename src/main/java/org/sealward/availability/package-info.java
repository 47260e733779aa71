/**
 * Whether patients can reach specialists: what probers saw, kept as they signed it (protocol §19),
 * and the figures that follow from it.
 */
@NullMarked
package org.sealward.availability;

import org.jspecify.annotations.NullMarked;
