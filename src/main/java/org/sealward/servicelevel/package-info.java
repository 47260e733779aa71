/**
 * How long a service was there: time as half-open intervals, the ledger of up and down that
 * observations make, calendars of a contract, and the figures of a month.
 *
 * <p>Pure: the JDK alone, and no clock is read. The same observations and the same contract give
 * the same figures everywhere, in whatever order they came.
 */
@NullMarked
package org.sealward.servicelevel;

import org.jspecify.annotations.NullMarked;
