package org.sealward.local.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sealward.local.aws.TestCloud.SignedIn;
import org.sealward.local.aws.wire.JsonObject;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/** Requests signed by the SDK's signer and then changed on their way. */
@ExtendWith(SharedCloud.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignatureTest {
  private static final String INVALID = "InvalidSignatureException";

  private final TestCloud cloud;
  private final SignedIn anna;
  private final String body;
  private final HttpClient http = HttpClient.newHttpClient();

  SignatureTest(TestCloud cloud) {
    this.cloud = cloud;
    this.anna = cloud.newUser("anna-signature@example.org");
    this.body = getItem(anna.identityId());
  }

  private String getItem(String identityId) {
    return """
        {"TableName": "%s", "Key": {"identityId": {"S": "%s"}}}"""
        .formatted(cloud.aws.privateBundlesTable(), identityId);
  }

  /** How a request is signed; the defaults are right. */
  private final class Signing {
    private AwsCredentials credentials = anna.credentials();
    private String service = "dynamodb";
    private String region = "eu-central-1";
    private Clock clock = Clock.systemUTC();
    private boolean bodySigned = true;
    private String payload = body;

    Map<String, String> headers() {
      SdkHttpRequest request =
          SdkHttpRequest.builder()
              .uri(cloud.aws.endpoint())
              .encodedPath("/")
              .method(SdkHttpMethod.POST)
              .putHeader("X-Amz-Target", "DynamoDB_20120810.GetItem")
              .putHeader("Content-Type", "application/x-amz-json-1.0")
              .build();
      SdkHttpRequest signed =
          AwsV4HttpSigner.create()
              .sign(
                  r ->
                      r.identity(credentials)
                          .request(request)
                          .payload(ContentStreamProvider.fromUtf8String(payload))
                          .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                          .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                          .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, bodySigned)
                          .putProperty(HttpSigner.SIGNING_CLOCK, clock))
              .request();
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      signed.forEachHeader(
          (name, values) -> {
            if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
              headers.put(name, values.getFirst());
            }
          });
      return headers;
    }
  }

  private String outcome(Map<String, String> headers, String sentBody) {
    return outcome(cloud.aws.endpoint(), headers, sentBody);
  }

  private String outcome(URI uri, Map<String, String> headers, String sentBody) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(sentBody, UTF_8));
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return response.statusCode() == 200
          ? "none"
          : JsonObject.parse(response.body()).text("__type");
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void request_asSigned_isAccepted() {
    assertThat(outcome(new Signing().headers(), body)).isEqualTo("none");
  }

  @Test
  void body_changed_isRefused() {
    assertThat(outcome(new Signing().headers(), body + " ")).isEqualTo(INVALID);
    assertThat(outcome(new Signing().headers(), getItem("eu-central-1:another")))
        .isEqualTo(INVALID);
  }

  @Test
  void operation_changed_isRefused() {
    Map<String, String> headers = new Signing().headers();
    headers.put("X-Amz-Target", "DynamoDB_20120810.PutItem");

    assertThat(outcome(headers, body)).isEqualTo(INVALID);
  }

  @Test
  void amzHeader_addedUnsigned_isRefused() {
    Map<String, String> headers = new Signing().headers();
    headers.put("X-Amz-Something", "more");

    assertThat(outcome(headers, body)).isEqualTo(INVALID);
  }

  @Test
  void otherHeader_addedUnsigned_isAccepted() {
    Map<String, String> headers = new Signing().headers();
    headers.put("X-Correlation", "more");

    assertThat(outcome(headers, body)).isEqualTo("none");
  }

  @Test
  void signedHeader_missing_isRefused() {
    Map<String, String> headers = new Signing().headers();
    headers.remove("Content-Type");

    assertThat(outcome(headers, body)).isEqualTo(INVALID);
  }

  @Test
  void path_orQuery_notTheSignedOne_isRefused() {
    Map<String, String> headers = new Signing().headers();

    assertThat(outcome(cloud.aws.endpoint().resolve("/?x=1"), headers, body)).isEqualTo(INVALID);
    assertThat(outcome(cloud.aws.endpoint().resolve("/x"), headers, body))
        .isEqualTo("UnknownOperationException");
  }

  @Test
  void scope_ofAnotherServiceOrRegion_isRefused() {
    Signing otherService = new Signing();
    otherService.service = "kms";
    Signing otherRegion = new Signing();
    otherRegion.region = "us-east-1";

    assertThat(outcome(otherService.headers(), body)).isEqualTo(INVALID);
    assertThat(outcome(otherRegion.headers(), body)).isEqualTo(INVALID);
  }

  @Test
  void date_moreThanFiveMinutesOff_isRefused() {
    for (int minutes : List.of(-6, 6)) {
      Signing signing = new Signing();
      signing.clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
      assertThat(outcome(signing.headers(), body)).as("%d minutes", minutes).isEqualTo(INVALID);
    }
    for (int minutes : List.of(-4, 4)) {
      Signing signing = new Signing();
      signing.clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
      assertThat(outcome(signing.headers(), body)).as("%d minutes", minutes).isEqualTo("none");
    }
  }

  @Test
  void payload_declaredUnsigned_isRefused() {
    Signing signing = new Signing();
    signing.bodySigned = false;
    Map<String, String> headers = signing.headers();
    headers.put("x-amz-content-sha256", "UNSIGNED-PAYLOAD");

    assertThat(outcome(headers, body)).isEqualTo(INVALID);
  }

  @Test
  void authorization_missingOrOfAnotherKind_isRefused() {
    Map<String, String> none = new Signing().headers();
    none.remove("Authorization");
    Map<String, String> bearer = new Signing().headers();
    bearer.put("Authorization", "Bearer " + anna.tokens().accessToken());

    assertThat(outcome(none, body)).isEqualTo("MissingAuthenticationTokenException");
    assertThat(outcome(bearer, body)).isEqualTo("IncompleteSignatureException");
  }

  @Test
  void temporaryKey_withoutOrWithAlteredToken_isRefused() {
    AwsSessionCredentials right = (AwsSessionCredentials) anna.credentials();
    Signing without = new Signing();
    without.credentials = AwsBasicCredentials.create(right.accessKeyId(), right.secretAccessKey());
    Signing altered = new Signing();
    char first = right.sessionToken().charAt(0);
    altered.credentials =
        AwsSessionCredentials.create(
            right.accessKeyId(),
            right.secretAccessKey(),
            (first == 'A' ? "B" : "A") + right.sessionToken().substring(1));

    assertThat(outcome(without.headers(), body)).isEqualTo("UnrecognizedClientException");
    assertThat(outcome(altered.headers(), body)).isEqualTo("UnrecognizedClientException");
  }

  @Test
  void body_withADuplicateMember_isRefused() {
    Signing signing = new Signing();
    signing.payload = body.replaceFirst("\\{", "{\"TableName\": \"another\", ");

    assertThat(outcome(signing.headers(), signing.payload)).isEqualTo("SerializationException");
  }
}
