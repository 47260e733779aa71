package org.sealward.decryption;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.sealward.TestServer;
import org.sealward.TestService;
import org.sealward.envelope.Bytes;
import org.sealward.local.aws.LocalAws;

/** A node of the service that decrypts. */
public final class AssistNode implements TestServer, AutoCloseable {
  /** Seed of the service key; its public half by openssl, see DecryptionRoutesTest. */
  public static final Bytes SIGNING_SEED = Bytes.fromHex("55".repeat(32));

  private final TestService service;
  private final EmbeddedServer node;

  /** Skips the test where the service would not start. */
  public AssistNode(int concurrent, Map<String, Object> others) throws IOException {
    assumeFalse(new Swap().isPossible(), "nothing is decrypted where there is swap");
    service = TestService.get();
    Map<String, Object> settings = new HashMap<>(others);
    settings.put("sealward.decryption.concurrent", Integer.toString(concurrent));
    settings.put("sealward.decryption.signing-key", SIGNING_SEED.base64Url());
    node = service.node(settings);
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

  @Override
  public void close() {
    node.close();
  }
}
