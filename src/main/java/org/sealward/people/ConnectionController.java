package org.sealward.people;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.sealward.api.Connection;
import org.sealward.api.NewConnection;
import org.sealward.api.Page;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Problems;

@Tag(name = "Connections")
@Controller("/v1/connections")
class ConnectionController {
  private final Connections connections;
  private final ConnectionRepository rows;

  ConnectionController(Connections connections, ConnectionRepository rows) {
    this.connections = connections;
    this.rows = rows;
  }

  /** A patient asks to be connected with a specialist. */
  @Post
  @Status(HttpStatus.CREATED)
  @Secured(Role.PATIENT_GROUP)
  @Problems({"specialist-not-found", "specialist-not-accepting", "connection-exists"})
  Connection request(Caller caller, @Body @Valid NewConnection body) {
    return connections.request(caller, body.specialistId());
  }

  /** The caller's connections. */
  @Get
  @Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
  @Problems("invalid-cursor")
  Page<Connection> list(Caller caller, @QueryValue @Nullable String cursor) {
    return Paging.page(
        after -> rows.page(caller.userId(), after, Paging.SIZE + 1),
        cursor,
        ConnectionRow::id,
        ConnectionRow::shown);
  }

  /** The specialist takes the patient. */
  @Post("/{id}/accept")
  @Secured(Role.SPECIALIST_GROUP)
  @Problems({"connection-not-found", "connection-decided"})
  Connection accept(Caller caller, UUID id) {
    return connections.decide(caller, id, true);
  }

  /** The specialist does not take the patient. */
  @Post("/{id}/decline")
  @Secured(Role.SPECIALIST_GROUP)
  @Problems({"connection-not-found", "connection-decided"})
  Connection decline(Caller caller, UUID id) {
    return connections.decide(caller, id, false);
  }

  /**
   * Either of the two ends an accepted connection, and neither can begin a conversation with the
   * other by it any more. Conversations that they have stay as they are, until one leaves or is
   * removed.
   */
  @Post("/{id}/end")
  @Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
  @Problems({"connection-not-found", "connection-not-accepted"})
  Connection end(Caller caller, UUID id) {
    return connections.end(caller, id);
  }
}
