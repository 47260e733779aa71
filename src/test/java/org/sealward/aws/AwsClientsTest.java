package org.sealward.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Where the service's clients call AWS, by what their requests are signed for. */
final class AwsClientsTest {
  @Test
  void s3_isCalledInTheRegionOfTheBucket() {
    assertThat(regionOfS3("eu-west-1")).isEqualTo("eu-west-1");
  }

  @Test
  void s3_withoutARegionOfItsOwn_isCalledInCognitos() {
    assertThat(regionOfS3(null)).isEqualTo("eu-central-1");
  }

  private static String regionOfS3(@Nullable String own) {
    var metrics = new SimpleMeterRegistry();
    Map<String, String> before = new HashMap<>();
    try (AwsStub aws = new AwsStub()) {
      Map.of(
              "aws.endpointUrlS3",
              aws.url().toString(),
              "aws.accessKeyId",
              "id",
              "aws.secretAccessKey",
              "secret")
          .forEach((name, value) -> before.put(name, System.setProperty(name, value)));
      var clients =
          new AwsClients("eu-central-1", own, new AwsCalls(metrics, new CallBreaker(metrics)));
      try (S3Client s3 = clients.s3()) {
        s3.deleteObject(r -> r.bucket("objects").key("one"));
      }
      return aws.region(AwsStub.S3);
    } finally {
      before.forEach(
          (name, value) -> {
            if (value == null) {
              System.clearProperty(name);
            } else {
              System.setProperty(name, value);
            }
          });
    }
  }
}
