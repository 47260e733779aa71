package org.sealward.local.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sealward.local.aws.policy.PolicyTemplate;
import org.sealward.local.aws.wire.JsonObject;

/**
 * A plan with the deployed policies, filled in as Terraform does, in what is read of a plan. So
 * that policies can be changed before it is made, and where there is no Terraform.
 */
final class PlanJson {
  static final String ACCOUNT = "111122223333";
  static final String POOL = "eu-central-1:11111111-2222-4333-8444-555555555555";
  private static final String KEY = "arn:aws:kms:eu-central-1:" + ACCOUNT + ":key/";
  private static final String TABLE = "arn:aws:dynamodb:eu-central-1:" + ACCOUNT + ":table/";
  private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/";
  private static final String PRIVATE_KEY = KEY + "aaaaaaaa-2222-4333-8444-555555555555";
  private static final String PUBLIC_KEY = KEY + "bbbbbbbb-2222-4333-8444-555555555555";
  private static final String AT_REST_KEY = KEY + "cccccccc-2222-4333-8444-555555555555";
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("account_id", ACCOUNT),
          Map.entry("identity_pool_id", POOL),
          Map.entry("objects_bucket_arn", "arn:aws:s3:::objects"),
          Map.entry("objects_key_arn", KEY + "eeeeeeee-2222-4333-8444-555555555555"),
          Map.entry("owner_role_arn", ROLE + "sealward-owner"),
          Map.entry("private_key_arn", PRIVATE_KEY),
          Map.entry("private_table_arn", TABLE + "sealward-private-bundles"),
          Map.entry("public_key_arn", PUBLIC_KEY),
          Map.entry("public_table_arn", TABLE + "sealward-public-bundles"),
          Map.entry("region", "eu-central-1"),
          Map.entry(
              "service_log_group_arn", "arn:aws:logs:eu-central-1:" + ACCOUNT + ":log-group:s"),
          Map.entry("service_role_arn", ROLE + "sealward-service"),
          Map.entry(
              "user_pool_arn", "arn:aws:cognito-idp:eu-central-1:" + ACCOUNT + ":userpool/p"));

  private final Map<String, String> changed = new LinkedHashMap<>();

  /** Changes a document before it is filled in. */
  PlanJson with(String file, UnaryOperator<String> change) {
    String text = template(file);
    String other = change.apply(text);
    if (other.equals(text)) {
      throw new IllegalArgumentException("the change of " + file + " changes nothing");
    }
    changed.put(file, other);
    return this;
  }

  /** Without the statement of that name. */
  static UnaryOperator<String> without(String sid) {
    return text -> {
      JsonObject document = JsonObject.parse(text);
      List<JsonObject> rest =
          document.objects("Statement").stream()
              .filter(statement -> !statement.text("Sid").equals(sid))
              .toList();
      return new String(document.with("Statement", rest).toBytes(), UTF_8);
    };
  }

  PlannedPolicies planned() {
    return PlannedPolicies.of(json());
  }

  String json() {
    JsonObject keys =
        JsonObject.of(
            "resources",
            List.of(
                key("private_bundles", PRIVATE_KEY, "private-bundles-key.json"),
                key("public_bundles", PUBLIC_KEY, "public-bundles-key.json"),
                key("private_table", AT_REST_KEY, "private-table-store-key.json"),
                resource(
                    "aws_dynamodb_table",
                    "private_bundles",
                    JsonObject.of("name", "sealward-private-bundles")),
                resource(
                    "aws_dynamodb_resource_policy",
                    "private_bundles",
                    JsonObject.of("policy", filled("private-bundles-table.json"))),
                policy("owner", "sealward-owner", "owner-identity.json")));
    JsonObject others =
        JsonObject.of(
            "resources",
            List.of(
                resource("aws_cognito_identity_pool", "owners", JsonObject.of("id", POOL)),
                role("owner", Optional.of("identity-pool-trust.json")),
                role("service", Optional.empty()),
                role("operator", Optional.empty()),
                policy("service", "sealward-service", "service-role.json"),
                policy("service_objects", "sealward-service", "service-objects.json"),
                policy("service_eu_only", "sealward-service", "eu-regions.json"),
                policy("operator", "sealward-operator", "operator-role.json"),
                policy("operator_eu_only", "sealward-operator", "eu-regions.json")));
    return new String(
        JsonObject.of(
                "planned_values",
                JsonObject.of("root_module", JsonObject.of("child_modules", List.of(keys, others))))
            .toBytes(),
        UTF_8);
  }

  private JsonObject key(String name, String arn, String file) {
    return resource("aws_kms_key", name, JsonObject.of("arn", arn).with("policy", filled(file)));
  }

  private JsonObject role(String name, Optional<String> trust) {
    return resource(
        "aws_iam_role",
        name,
        JsonObject.of("name", "sealward-" + name)
            .withOptional("assume_role_policy", trust.map(this::filled)));
  }

  private JsonObject policy(String name, String role, String file) {
    return resource(
        "aws_iam_role_policy", name, JsonObject.of("role", role).with("policy", filled(file)));
  }

  private static JsonObject resource(String type, String name, JsonObject values) {
    return JsonObject.of("address", "module.stack." + type + "." + name)
        .with("type", type)
        .with("name", name)
        .with("values", values);
  }

  private String filled(String file) {
    return PolicyTemplate.render(
        Objects.requireNonNullElseGet(changed.get(file), () -> template(file)), VALUES);
  }

  private static String template(String file) {
    try {
      return Files.readString(Path.of("terraform", "policies", file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
