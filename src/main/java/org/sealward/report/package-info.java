/**
 * The report of a contract's month, made of observations by the service and again by whoever has
 * its evidence: policy files, figures, their forms, and the file that proves them (protocol §19.3).
 */
@NullMarked
package org.sealward.report;

import org.jspecify.annotations.NullMarked;
