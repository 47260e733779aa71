package org.sealward.local.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sealward.api.Deployment;
import org.sealward.client.internal.cognito.Login;
import org.sealward.envelope.SecretBytes;
import org.sealward.local.aws.wire.JsonObject;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A real account, by environment variables: the output {@code stack} of Terraform as JSON, two
 * users made for the purpose, and credentials of roles that {@code infra/aws-account-check.sh} has
 * assumed.
 */
public final class AccountSettings {
  private static final String PREFIX = "ACCOUNT_CHECK_";

  /** For a stand-in in place of AWS. */
  static final String ENDPOINT = PREFIX + "ENDPOINT";

  private static final List<String> NEEDED =
      List.of("STACK", "OWNER_EMAIL", "OWNER_SECRET", "OTHER_EMAIL", "OTHER_SECRET");

  private final Map<String, String> environment;
  private final JsonObject identity;
  private final JsonObject keyvault;

  private AccountSettings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    JsonObject stack = JsonObject.parse(value("STACK"));
    this.identity = stack.object("identity");
    this.keyvault = stack.object("keyvault");
  }

  /** Names of variables that have to be there and are not. */
  public static List<String> missing(Map<String, String> environment) {
    return NEEDED.stream()
        .map(name -> PREFIX + name)
        .filter(name -> environment.getOrDefault(name, "").isEmpty())
        .toList();
  }

  public static AccountSettings of(Map<String, String> environment) {
    if (!missing(environment).isEmpty()) {
      throw new IllegalArgumentException("not set: " + missing(environment));
    }
    return new AccountSettings(environment);
  }

  public Deployment deployment() {
    String region = List.of(publicKey().split(":", -1)).get(3);
    return new Deployment(
        region,
        identity.text("user_pool_id"),
        identity.text("client_id"),
        identity.text("identity_pool_id"),
        URI.create(identity.text("issuer")),
        keyvault.text("private_table_name"),
        keyvault.text("private_key_arn"),
        Optional.ofNullable(environment.get(ENDPOINT)).map(URI::create).orElse(null),
        null);
  }

  /**
   * The owner, then the other user. Their secrets are Cognito's passwords, as clients derive them.
   */
  public List<Login> users() {
    return List.of(user("OWNER"), user("OTHER"));
  }

  String publicKey() {
    return keyvault.text("public_key_arn");
  }

  String tableArn() {
    return keyvault.text("private_table_arn");
  }

  /** Of those roles whose credentials are there. */
  Map<Asker, AwsCredentialsProvider> roles() {
    Map<Asker, AwsCredentialsProvider> roles = new EnumMap<>(Asker.class);
    for (Asker asker : List.of(Asker.SERVICE, Asker.OPERATOR, Asker.ADMINISTRATOR)) {
      String name = PREFIX + asker.name();
      String keyId = environment.getOrDefault(name + "_KEY_ID", "");
      if (!keyId.isEmpty()) {
        String key = environment.getOrDefault(name + "_KEY", "");
        String token = environment.getOrDefault(name + "_TOKEN", "");
        roles.put(
            asker,
            StaticCredentialsProvider.create(
                token.isEmpty()
                    ? AwsBasicCredentials.create(keyId, key)
                    : AwsSessionCredentials.create(keyId, key, token)));
      }
    }
    return roles;
  }

  private Login user(String who) {
    return new Login(
        value(who + "_EMAIL"),
        SecretBytes.copyOf(value(who + "_SECRET").getBytes(US_ASCII)),
        Optional::empty);
  }

  private String value(String name) {
    return Objects.requireNonNull(environment.get(PREFIX + name));
  }
}
