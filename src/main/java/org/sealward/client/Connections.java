package org.sealward.client;

import java.util.List;
import java.util.UUID;
import org.sealward.api.Connection;
import org.sealward.api.NewConnection;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.ServiceApi;

/** The user's connections: a patient asks a specialist, who accepts or declines; either ends it. */
public final class Connections {
  private static final String PATH = "/v1/connections";

  private final ServiceApi api;

  Connections(ServiceApi api) {
    this.api = api;
  }

  public List<Connection> list() {
    return api.all(Call.get(PATH), "cursor", Connection.class);
  }

  /** Asks a specialist. For patients. */
  public Connection ask(UUID specialistId) {
    return api.send(Call.post(PATH, new NewConnection(specialistId)), Connection.class);
  }

  /** Accepts what a patient asked. For the specialist. */
  public Connection accept(UUID connectionId) {
    return change(connectionId, "accept");
  }

  /** Declines what a patient asked. For the specialist. */
  public Connection decline(UUID connectionId) {
    return change(connectionId, "decline");
  }

  /**
   * Ends an accepted one, for either side: neither can begin a conversation with the other by it
   * any more. Conversations that they have stay; leave them one by one.
   */
  public Connection end(UUID connectionId) {
    return change(connectionId, "end");
  }

  private Connection change(UUID connectionId, String step) {
    return api.send(Call.post(PATH + "/" + connectionId + "/" + step), Connection.class);
  }
}
