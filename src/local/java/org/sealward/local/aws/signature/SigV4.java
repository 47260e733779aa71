package org.sealward.local.aws.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.AwsRequest;

/**
 * Checks Signature Version 4 in the {@code Authorization} header of a POST to {@code /}: the
 * algorithm, the scope (date, region, service), the date to five minutes, that {@code host} and
 * every {@code x-amz-*} header are signed, the body's hash, and the signature.
 */
public final class SigV4 {
  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          ALGORITHM
              + " +Credential=(?<key>[A-Z0-9]{16,32})/(?<date>\\d{8})/(?<region>[a-z0-9-]+)"
              + "/(?<service>[a-z0-9-]+)/aws4_request, *SignedHeaders=(?<headers>[a-z0-9;-]+),"
              + " *Signature=(?<signature>[0-9a-f]{64})");
  private static final DateTimeFormatter AMZ_DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final String region;

  public SigV4(Clock clock, String region) {
    this.clock = clock;
    this.region = region;
  }

  /**
   * Checks a request's signature.
   *
   * @param service the scope that the operation belongs to
   * @param credentials finds the secret for an access key id and the session token sent with it;
   *     throws when there is none
   * @return what {@code credentials} gave, now known to have signed the request
   * @throws AwsException as AWS names the fault
   */
  public <T> T verify(
      AwsRequest request,
      String service,
      BiFunction<String, Optional<String>, Credential<T>> credentials) {
    String header =
        request
            .header("authorization")
            .orElseThrow(
                () ->
                    new AwsException(
                        "MissingAuthenticationTokenException",
                        "Request is missing Authentication Token"));
    Matcher authorization = AUTHORIZATION.matcher(header);
    if (!authorization.matches()) {
      throw new AwsException(
          "IncompleteSignatureException", "Authorization header is not Signature Version 4");
    }
    String date = authorization.group("date");
    if (!authorization.group("region").equals(region)
        || !authorization.group("service").equals(service)) {
      throw invalid("Credential should be scoped to " + region + "/" + service + ".");
    }
    String amzDate = checkDate(request, date);
    List<String> signedHeaders = signedHeaders(request, authorization.group("headers"));
    String bodyHash = Digests.hexSha256(request.body());
    if (!request.header("x-amz-content-sha256").orElse(bodyHash).equals(bodyHash)) {
      throw invalid("The provided x-amz-content-sha256 header does not match what was computed.");
    }
    Credential<T> credential =
        credentials.apply(authorization.group("key"), request.header("x-amz-security-token"));
    String scope = date + "/" + region + "/" + service + "/aws4_request";
    String toSign =
        String.join(
            "\n",
            ALGORITHM,
            amzDate,
            scope,
            Digests.hexSha256(
                canonicalRequest(request, signedHeaders, bodyHash)
                    .getBytes(StandardCharsets.UTF_8)));
    byte[] expected = Digests.hmac(signingKey(credential.secret(), date, region, service), toSign);
    if (!MessageDigest.isEqual(
        expected, HexFormat.of().parseHex(authorization.group("signature")))) {
      throw invalid(
          "The request signature we calculated does not match the signature you provided.");
    }
    return credential.meaning();
  }

  /**
   * A secret to check a signature with, and what it stands for once the signature is right.
   *
   * @param <T> what the credential stands for
   */
  public record Credential<T>(String secret, T meaning) {
    @Override
    public String toString() {
      return "Credential[REDACTED]";
    }
  }

  private String checkDate(AwsRequest request, String scopeDate) {
    String amzDate = request.header("x-amz-date").orElse("");
    try {
      Instant signedAt = AMZ_DATE.parse(amzDate, Instant::from);
      Duration off = Duration.between(signedAt, clock.instant()).abs();
      if (off.compareTo(SKEW) <= 0 && amzDate.startsWith(scopeDate)) {
        return amzDate;
      }
    } catch (DateTimeException e) {
      throw invalid("x-amz-date is missing or malformed");
    }
    throw invalid("Signature expired or not yet current: " + amzDate);
  }

  private static List<String> signedHeaders(AwsRequest request, String list) {
    List<String> signed = Arrays.asList(list.split(";", -1));
    if (!signed.contains("host") || !signed.equals(signed.stream().sorted().distinct().toList())) {
      throw invalid("SignedHeaders must be sorted and contain host");
    }
    for (String name : request.headers().keySet()) {
      if (name.startsWith("x-amz-") && !signed.contains(name)) {
        throw invalid("Header is not signed: " + name);
      }
    }
    return signed;
  }

  private static String canonicalRequest(
      AwsRequest request, List<String> signedHeaders, String bodyHash) {
    if (!request.rawPath().equals("/") || !request.rawQuery().isEmpty()) {
      throw invalid("Signed requests are POSTs to / without a query");
    }
    String headers =
        signedHeaders.stream()
            .map(name -> name + ":" + canonicalValue(request.headers(), name) + "\n")
            .collect(Collectors.joining());
    return String.join("\n", "POST", "/", "", headers, String.join(";", signedHeaders), bodyHash);
  }

  private static String canonicalValue(Map<String, List<String>> headers, String name) {
    List<String> values = headers.get(name);
    if (values == null) {
      throw invalid("A signed header is missing: " + name);
    }
    return values.stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  private static byte[] signingKey(String secret, String date, String region, String service) {
    byte[] start = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    byte[] forDate = Digests.hmac(start, date);
    byte[] forRegion = Digests.hmac(forDate, region);
    return Digests.hmac(Digests.hmac(forRegion, service), "aws4_request");
  }

  private static AwsException invalid(String message) {
    return new AwsException("InvalidSignatureException", message);
  }
}
