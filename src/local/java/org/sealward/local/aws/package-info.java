/**
 * The local stand-in for AWS: Cognito user pool and identity pool, KMS and DynamoDB behind one
 * loopback endpoint, for the unmodified AWS SDKs.
 *
 * <p>Authentication and authorisation are real: SRP, signatures and the policy documents that
 * Terraform deploys are checked for every request. Storage of items is Amazon's DynamoDB Local, in
 * a JVM of its own. {@link org.sealward.local.aws.LocalAws} starts it all.
 */
@NullMarked
package org.sealward.local.aws;

import org.jspecify.annotations.NullMarked;
