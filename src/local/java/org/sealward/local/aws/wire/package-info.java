/**
 * The request and reply shapes shared by the AWS stand-ins: AWS JSON 1.0/1.1 over HTTP POST, with
 * the operation in {@code X-Amz-Target}.
 */
@NullMarked
package org.sealward.local.aws.wire;

import org.jspecify.annotations.NullMarked;
