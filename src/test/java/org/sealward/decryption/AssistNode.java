package org.sealward.decryption;

import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.sealward.TestServer;
import org.sealward.TestService;
import org.sealward.envelope.Bytes;
import org.sealward.local.aws.LocalAws;

/** A node of the service that decrypts. */
final class AssistNode implements TestServer, AutoCloseable {
  /** Seed of the service key; its public half by openssl, see DecryptionRoutesTest. */
  static final Bytes SIGNING_SEED = Bytes.fromHex("55".repeat(32));

  private final TestService service = TestService.get();
  private final EmbeddedServer node;

  AssistNode(int concurrent, Map<String, Object> others) {
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
