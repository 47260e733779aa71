/**
 * The audit log (protocol §18): each security-relevant act is one record, in the transaction of
 * what it is about. Features call {@link org.sealward.platform.Unit#record}. The log shows
 * commitments alone; who may read the records is said where they are served. {@code
 * docs/adr/0320-audit-records-behind-commitments.md}.
 */
@NullMarked
package org.sealward.audit;

import org.jspecify.annotations.NullMarked;
