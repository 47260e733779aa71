package org.sealward.local.aws.wire;

import java.util.Map;

/** An HTTP reply: status, extra headers, and a body that is sent as it is. */
public final class AwsReply {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  public AwsReply(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body.clone();
  }

  public static AwsReply ok(JsonObject body) {
    return new AwsReply(200, Map.of("Content-Type", "application/x-amz-json-1.1"), body.toBytes());
  }

  public int status() {
    return status;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public byte[] body() {
    return body.clone();
  }
}
