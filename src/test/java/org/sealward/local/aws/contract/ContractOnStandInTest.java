package org.sealward.local.aws.contract;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.api.Deployment;
import org.sealward.client.internal.cognito.Login;
import org.sealward.local.aws.LocalAws;
import org.sealward.local.aws.signature.AccessKey;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** Our stand-in of the default run. */
class ContractOnStandInTest extends AwsAccessContract {
  private static final String SECRET = "Sw1!a-login-secret-of-forty-seven-characters-00";

  private final Map<String, String> codes = new ConcurrentHashMap<>();
  private LocalAws aws;

  @BeforeAll
  void start(@TempDir Path folder) {
    aws =
        LocalAws.start(
            LocalAws.Options.in(
                folder, Clock.systemUTC(), code -> codes.put(code.email(), code.code())));
    for (Login user : users()) {
      aws.createConfirmedUser(user.email(), SECRET.toCharArray(), Set.of());
    }
  }

  @AfterAll
  void stop() {
    aws.close();
  }

  @Override
  Deployment deployment() {
    return new Deployment(
        aws.region(),
        aws.userPoolId(),
        aws.clientId(),
        aws.identityPoolId(),
        URI.create(aws.issuer()),
        aws.privateBundlesTable(),
        aws.privateBundlesKeyArn(),
        aws.endpoint(),
        null);
  }

  @Override
  URI jwks() {
    return aws.jwksUri();
  }

  @Override
  List<Login> users() {
    return List.of(
        new Login("anna@example.org", secret(SECRET), Optional::empty),
        new Login("ben@example.org", secret(SECRET), Optional::empty));
  }

  @Override
  Optional<String> mailedCode(String email) {
    return Optional.ofNullable(codes.get(email));
  }

  @Override
  boolean readsMail() {
    return true;
  }

  @Override
  Signer signer() {
    AccessKey service = aws.serviceCredentials();
    KmsClient keys =
        KmsClient.builder()
            .endpointOverride(aws.endpoint())
            .region(Region.of(aws.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(service.id(), service.secret())))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    return new Signer(keys, aws.logKeyArn());
  }
}
