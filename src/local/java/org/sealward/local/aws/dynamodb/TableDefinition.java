package org.sealward.local.aws.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealward.local.aws.policy.PolicyDocument;
import org.sealward.local.aws.wire.JsonObject;

/**
 * A table as Terraform would make it.
 *
 * @param policy the table's resource policy, where it has one
 */
public record TableDefinition(
    String name, Key partitionKey, Optional<Key> sortKey, Optional<PolicyDocument> policy) {

  /**
   * An attribute of the key.
   *
   * @param type {@code S} or {@code N}
   */
  public record Key(String attribute, String type) {}

  JsonObject toCreateRequest() {
    List<JsonObject> schema = new ArrayList<>();
    List<JsonObject> attributes = new ArrayList<>();
    schema.add(element(partitionKey, "HASH"));
    attributes.add(attribute(partitionKey));
    sortKey.ifPresent(
        key -> {
          schema.add(element(key, "RANGE"));
          attributes.add(attribute(key));
        });
    return JsonObject.of("TableName", name)
        .with("KeySchema", schema)
        .with("AttributeDefinitions", attributes)
        .with("BillingMode", "PAY_PER_REQUEST");
  }

  private static JsonObject element(Key key, String type) {
    return JsonObject.of("AttributeName", key.attribute()).with("KeyType", type);
  }

  private static JsonObject attribute(Key key) {
    return JsonObject.of("AttributeName", key.attribute()).with("AttributeType", key.type());
  }
}
