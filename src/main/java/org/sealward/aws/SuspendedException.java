package org.sealward.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/** The call was not made, because others of that service failed just now. */
final class SuspendedException extends SdkClientException {

  SuspendedException(String service) {
    super(SdkClientException.builder().message("calls of " + service + " are suspended"));
  }
}
