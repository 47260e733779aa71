/** Durable state of the stand-ins: one small file per record, readable by its owner only. */
@NullMarked
package org.sealward.local.aws.store;

import org.jspecify.annotations.NullMarked;
