/**
 * KMS: master keys that never leave this installation, data keys bound to an encryption context.
 */
@NullMarked
package org.sealward.local.aws.kms;

import org.jspecify.annotations.NullMarked;
