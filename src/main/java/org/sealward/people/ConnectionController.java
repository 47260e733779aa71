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
import jakarta.validation.Valid;
import java.util.UUID;
import org.sealward.api.Connection;
import org.sealward.api.NewConnection;
import org.sealward.api.Page;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;

@Controller("/v1/connections")
class ConnectionController {
  private final Connections connections;
  private final ConnectionRepository rows;

  ConnectionController(Connections connections, ConnectionRepository rows) {
    this.connections = connections;
    this.rows = rows;
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Secured(Role.PATIENT_GROUP)
  Connection request(Caller caller, @Body @Valid NewConnection body) {
    return connections.request(caller, body.specialistId());
  }

  @Get
  @Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
  Page<Connection> list(Caller caller, @QueryValue @Nullable String cursor) {
    return Paging.page(
        after -> rows.page(caller.userId(), after, Paging.SIZE + 1),
        cursor,
        ConnectionRow::id,
        ConnectionRow::shown);
  }

  @Post("/{id}/accept")
  @Secured(Role.SPECIALIST_GROUP)
  Connection accept(Caller caller, UUID id) {
    return connections.decide(caller, id, true);
  }

  @Post("/{id}/decline")
  @Secured(Role.SPECIALIST_GROUP)
  Connection decline(Caller caller, UUID id) {
    return connections.decide(caller, id, false);
  }
}
