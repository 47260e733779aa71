package org.sealward.client;

import java.util.List;
import java.util.UUID;
import org.sealward.api.Connection;
import org.sealward.api.NewConnection;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.ServiceApi;

/** The user's connections: a patient asks a specialist, who accepts or declines. */
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
    return decide(connectionId, "accept");
  }

  /** Declines what a patient asked. For the specialist. */
  public Connection decline(UUID connectionId) {
    return decide(connectionId, "decline");
  }

  private Connection decide(UUID connectionId, String decision) {
    return api.send(Call.post(PATH + "/" + connectionId + "/" + decision), Connection.class);
  }
}
