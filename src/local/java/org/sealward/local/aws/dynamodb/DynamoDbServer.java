package org.sealward.local.aws.dynamodb;

import java.net.URI;

/** DynamoDB Local. Each access key has a database of its own in it. */
public interface DynamoDbServer extends AutoCloseable {
  URI endpoint();

  @Override
  void close();
}
