/**
 * A witness of logs (C2SP tlog-witness): cosigns each checkpoint that continues what it has seen,
 * and no other. It needs a folder and nothing of the service.
 */
@NullMarked
package org.sealward.witness;

import org.jspecify.annotations.NullMarked;
