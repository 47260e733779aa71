/** Exports of audit records, verified by whoever has the file (protocol §18.5). */
@NullMarked
package org.sealward.local.audit;

import org.jspecify.annotations.NullMarked;
