package org.sealward.decryption;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sealward.TestServer;
import org.sealward.TestService;
import org.sealward.envelope.Bytes;
import org.sealward.fault.Await;
import org.sealward.local.aws.LocalAws;

/** A node of the service that decrypts. */
public final class AssistNode implements TestServer, AutoCloseable {
  /** Seed of the service key; its public half by openssl, see DecryptionRoutesTest. */
  public static final Bytes SIGNING_SEED = Bytes.fromHex("55".repeat(32));

  private final TestService service;
  private final EmbeddedServer node;

  /** Skips the test where the service would not start; waits for the node's first key. */
  public AssistNode(int concurrent, Map<String, Object> others) throws IOException {
    assumeFalse(new Swap().isPossible(), "nothing is decrypted where there is swap");
    service = TestService.get();
    Map<String, Object> settings = new HashMap<>(others);
    settings.put("sealward.decryption.concurrent", Integer.toString(concurrent));
    settings.put("sealward.decryption.signing-key", SIGNING_SEED.base64Url());
    node = service.node(settings);
    Await.until("a key of this node", () -> !keys().isEmpty());
  }

  /** Those that are published and of this node. */
  private List<UUID> keys() {
    Assistance assistance = bean(Assistance.class);
    return bean(PublishedKeys.class).at(Instant.now()).stream()
        .map(signed -> signed.key().keyId())
        .filter(id -> assistance.seed(id).isPresent())
        .toList();
  }

  <T> T bean(Class<T> type) {
    return node.getApplicationContext().getBean(type);
  }

  @Override
  public URI url() {
    return node.getURI();
  }

  @Override
  public LocalAws aws() {
    return service.aws();
  }

  @Override
  public JsonMapper json() {
    return service.json();
  }

  /** Takes its keys back, so that nobody seals to them alone. */
  @Override
  public void close() {
    try (Connection connection = service.database().asService();
        PreparedStatement delete =
            connection.prepareStatement("delete from assist_key where key_id = any (?)")) {
      delete.setArray(1, connection.createArrayOf("uuid", keys().toArray()));
      delete.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      node.close();
    }
  }
}
