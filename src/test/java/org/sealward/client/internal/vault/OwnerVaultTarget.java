package org.sealward.client.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sealward.api.Deployment;
import org.sealward.client.error.SealwardException;
import org.sealward.client.internal.cognito.OwnerCredentials;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.fuzz.Choice;
import org.sealward.fuzz.Target;

/**
 * What an owner who fetches the vault is answered: by DynamoDB, {@code '0'} and an attribute a line
 * with its name, type and value, and by KMS, {@code '1'} and a field a line. It is refused, or
 * there is none, or it is the one that was locked. Always JSON, since the SDK asks for seconds
 * again after anything else.
 */
public final class OwnerVaultTarget implements Target {
  private static final String IDENTITY = "{\"IdentityId\":\"eu-central-1:one\"}";
  private static final String CREDENTIALS =
      """
      {"IdentityId":"eu-central-1:one","Credentials":{"AccessKeyId":"id","SecretKey":"secret",\
      "SessionToken":"token","Expiration":4102444800}}\
      """;
  private static final Set<String> TYPES = Set.of("S", "N", "B");

  private final Target answers = Choice.of(this::item, this::dataKey);
  private final OwnerVault vault;
  private String item;
  private String dataKey;

  public OwnerVaultTarget() throws IOException {
    item = itemOf(seed("item"));
    dataKey = dataKeyOf(seed("data-key"));
    // Jazzer allows no socket, and nothing else of this JVM asks for a URL.
    URL.setURLStreamHandlerFactory(protocol -> protocol.equals("http") ? new Aws() : null);
    var deployment =
        new Deployment(
            "eu-central-1",
            "pool",
            "client",
            "identity-pool",
            URI.create("https://issuer.example/pool"),
            "table",
            "key",
            URI.create("http://aws.example"),
            null);
    vault =
        new OwnerVault(
            deployment,
            new OwnerCredentials(
                deployment, () -> "token", Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)));
    assertThat(vault.fetch()).isPresent();
  }

  private static byte[] seed(String name) throws IOException {
    try (var seed = OwnerVaultTarget.class.getResourceAsStream("/fuzz/owner-vault/" + name)) {
      byte[] chosen = Objects.requireNonNull(seed).readAllBytes();
      return Arrays.copyOfRange(chosen, 1, chosen.length);
    }
  }

  @Override
  public void accept(byte[] input) throws Exception {
    answers.accept(input);
  }

  private void item(byte[] input) {
    String honest = item;
    item = itemOf(input);
    fetch();
    item = honest;
  }

  private void dataKey(byte[] input) {
    String honest = dataKey;
    dataKey = dataKeyOf(input);
    fetch();
    dataKey = honest;
  }

  private static String itemOf(byte[] input) {
    return fields(input)
        .map(
            field -> {
              String[] value = field[1].split(" ", 2);
              return text(field[0])
                  + (value.length == 2 && TYPES.contains(value[0])
                      ? ":{" + text(value[0]) + ":" + text(value[1]) + "}"
                      : ":{\"NULL\":true}");
            })
        .collect(Collectors.joining(",", "{\"Item\":{", "}}"));
  }

  private static String dataKeyOf(byte[] input) {
    return fields(input)
        .map(field -> text(field[0]) + ":" + text(field[1]))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static Stream<String[]> fields(byte[] input) {
    return new String(input, UTF_8)
        .lines()
        .map(line -> line.split(" ", 2))
        .filter(field -> field.length == 2);
  }

  private static String text(String value) {
    return new String(Json.write(value), UTF_8);
  }

  private void fetch() {
    Optional<SealedPrivateBundle> found;
    try {
      found = vault.fetch();
    } catch (SealwardException _) {
      return;
    }
    found.ifPresent(bundle -> assertThat(bundle.revision()).isEqualTo(7));
  }

  private String answer(String action) {
    return switch (action) {
      case "AWSCognitoIdentityService.GetId" -> IDENTITY;
      case "AWSCognitoIdentityService.GetCredentialsForIdentity" -> CREDENTIALS;
      case "DynamoDB_20120810.GetItem" -> item;
      case "TrentService.Decrypt" -> dataKey;
      default -> throw new IllegalArgumentException(action);
    };
  }

  private final class Aws extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) {
      return new Exchange(url);
    }
  }

  private final class Exchange extends HttpURLConnection {
    Exchange(URL url) {
      super(url);
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public int getResponseCode() {
      return HTTP_OK;
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(answer(getRequestProperty("X-Amz-Target")).getBytes(UTF_8));
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
      return Map.of("Content-Type", List.of("application/x-amz-json-1.0"));
    }

    @Override
    public void connect() {}

    @Override
    public void disconnect() {}

    @Override
    public boolean usingProxy() {
      return false;
    }
  }
}
