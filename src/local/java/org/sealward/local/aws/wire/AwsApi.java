package org.sealward.local.aws.wire;

/** One service behind the endpoint. Throws {@link AwsException} for what a caller should see. */
@FunctionalInterface
public interface AwsApi {
  AwsReply handle(AwsRequest request);
}
