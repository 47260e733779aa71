package org.sealward.local.aws.contract;

import java.net.URI;
import org.opentest4j.TestAbortedException;
import org.sealward.local.aws.contract.AwsDataContract.Owner;
import org.sealward.local.aws.contract.AwsDataContract.Signer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;

/** A stand-in of others, which asks for no credentials: with a table and a key made there. */
final class DataOn {
  private static final String TABLE = "sealward-private-bundles";

  private DataOn() {}

  static Owner at(URI endpoint) {
    DynamoDbClient tables = client(DynamoDbClient.builder(), endpoint);
    KmsClient keys = client(KmsClient.builder(), endpoint);
    tables.createTable(
        r ->
            r.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder()
                        .attributeName("identityId")
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("identityId")
                        .attributeType(ScalarAttributeType.S)
                        .build()));
    return new Owner(
        tables,
        keys,
        TABLE,
        keys.createKey().keyMetadata().arn(),
        "eu-central-1:0f6f2a2c-8d8b-4c53-9a53-5b9f8c6f1f11");
  }

  /** With a key made there. */
  static Signer signer(URI endpoint) {
    KmsClient keys = client(KmsClient.builder(), endpoint);
    try {
      String arn =
          keys.createKey(
                  r -> r.keySpec(KeySpec.ECC_NIST_EDWARDS25519).keyUsage(KeyUsageType.SIGN_VERIFY))
              .keyMetadata()
              .arn();
      return new Signer(keys, arn);
    } catch (KmsException e) {
      throw new TestAbortedException(
          "has no keys of the spec ECC_NIST_EDWARDS25519: " + e.awsErrorDetails().errorCode(), e);
    }
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
