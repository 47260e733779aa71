/** Names and ARNs of one local installation. */
@NullMarked
package org.sealward.local.aws.account;

import org.jspecify.annotations.NullMarked;
