/**
 * Reads the policy documents that are deployed (JSON templates under {@code terraform/policies})
 * and decides requests by them as IAM does: an explicit deny wins over an allow, and what nothing
 * allows is denied.
 *
 * <p>Only what those documents use is understood. An operator, condition key, action, element or
 * policy variable that is not known here stops the load with {@link
 * org.sealward.local.aws.policy.PolicyException}: a decision must never rest on something that was
 * skipped.
 */
@NullMarked
package org.sealward.local.aws.policy;

import org.jspecify.annotations.NullMarked;
