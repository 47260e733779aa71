package org.sealward.platform;

import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.sealward.TestDatabase;
import org.sealward.envelope.Bytes;

/** One node of the service without its HTTP side; several may share a database. */
final class Node implements AutoCloseable {
  static final Bytes DIGEST = Bytes.of(new byte[32]);
  static final UUID ACTOR = UUID.fromString("00000000-0000-4000-8000-00000000000a");

  private final ApplicationContext context;

  private Node(ApplicationContext context) {
    this.context = context;
  }

  /**
   * Starts a node.
   *
   * @param readers the only ones that run on it
   */
  static Node on(TestDatabase database, RecordingReader... readers) {
    Map<String, Object> properties = new HashMap<>(database.settings());
    properties.put("micronaut.security.enabled", false);
    properties.put(OwnReaders.ONLY, true);
    ApplicationContext context = ApplicationContext.builder(properties).build();
    for (RecordingReader reader : readers) {
      context.registerSingleton(RecordingReader.class, reader, Qualifiers.byName(reader.name()));
    }
    return new Node(context.start());
  }

  <T> T get(Class<T> bean) {
    return context.getBean(bean);
  }

  Transactions transactions() {
    return get(Transactions.class);
  }

  /** Appends one event in a transaction of its own. */
  Event append(UUID stream, String body) {
    return transactions().write(unit -> unit.append(event(stream, body))).event();
  }

  static NewEvent event(UUID stream, String body) {
    return new NewEvent(stream, "message", ACTOR, DIGEST, Bytes.utf8(body));
  }

  static String text(Event event) {
    Bytes body = event.body();
    return body == null ? "erased" : new String(body.toArray(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    context.close();
  }
}
