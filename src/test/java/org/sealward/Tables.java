package org.sealward;

import org.sealward.local.aws.LocalAws;
import org.sealward.local.aws.dynamodb.DynamoDbGate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The stand-in's tables, past its policies. */
public final class Tables {
  private Tables() {}

  public static DynamoDbClient of(LocalAws aws) {
    DynamoDbGate.Backend database = aws.database();
    return DynamoDbClient.builder()
        .endpointOverride(database.endpoint())
        .region(Region.of(aws.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(database.accessKey(), "any")))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }
}
