package org.sealward.local.aws.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One HTTP request as it arrived. Header names are lower-case; the body is not shared. */
public final class AwsRequest {
  private final String operation;
  private final String rawPath;
  private final String rawQuery;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  /**
   * @param operation what follows the dot in {@code X-Amz-Target}
   * @param rawQuery undecoded, empty when there is none
   */
  public AwsRequest(
      String operation,
      String rawPath,
      String rawQuery,
      Map<String, List<String>> headers,
      byte[] body) {
    this.operation = operation;
    this.rawPath = rawPath;
    this.rawQuery = rawQuery;
    this.headers = Map.copyOf(headers);
    this.body = body.clone();
  }

  public String operation() {
    return operation;
  }

  public String rawPath() {
    return rawPath;
  }

  public String rawQuery() {
    return rawQuery;
  }

  public Map<String, List<String>> headers() {
    return headers;
  }

  /** The header's value; a repeated header is refused. */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    if (values.size() > 1) {
      throw AwsException.validation("repeated header: " + name);
    }
    return values.stream().findFirst();
  }

  public byte[] body() {
    return body.clone();
  }

  public JsonObject json() {
    return JsonObject.parse(body);
  }
}
