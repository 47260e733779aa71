package org.sealward.status;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.sealward.api.NewStatusIncident;
import org.sealward.api.NewStatusMaintenance;
import org.sealward.api.NewStatusPost;
import org.sealward.api.NewStatusWebhook;
import org.sealward.api.Page;
import org.sealward.api.StatusWebhook;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Problems;
import org.sealward.status.StatusTables.Kind;

/** What operators say on the status page; each id, which the caller chooses, serves once. */
@Tag(name = "Status")
@Controller("/v1/status")
@Secured(Role.OPERATOR_GROUP)
class StatusEditorController {
  private final StatusEditor editor;

  StatusEditorController(StatusEditor editor) {
    this.editor = editor;
  }

  /** Opens an incident; a post with the state {@code resolved} ends it. */
  @Put("/incidents/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Problems({"status-not-offered", "status-entry-exists"})
  void open(Caller caller, UUID id, @Body @Valid NewStatusIncident body) {
    editor.open(caller.userId(), id, body);
  }

  /** Takes back an incident that was told in error; it stays on record. */
  @Delete("/incidents/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Problems({"status-not-offered", "status-entry-not-found"})
  void withdrawIncident(Caller caller, UUID id) {
    editor.withdraw(caller.userId(), Kind.INCIDENT, id);
  }

  /** Announces maintenance. */
  @Put("/maintenances/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Problems({"status-not-offered", "status-entry-exists"})
  void announce(Caller caller, UUID id, @Body @Valid NewStatusMaintenance body) {
    editor.announce(caller.userId(), id, body);
  }

  /** Calls maintenance off, or ends it if it has begun; it stays on record. */
  @Delete("/maintenances/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Problems({"status-not-offered", "status-entry-not-found"})
  void withdrawMaintenance(Caller caller, UUID id) {
    editor.withdraw(caller.userId(), Kind.MAINTENANCE, id);
  }

  /** Says something of an incident or of a maintenance, or at the top of the page. */
  @Put("/posts/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Problems({"status-not-offered", "status-entry-exists", "status-entry-not-found"})
  void post(Caller caller, UUID id, @Body @Valid NewStatusPost body) {
    editor.post(caller.userId(), id, body);
  }

  /** Takes that back; it stays on record. */
  @Delete("/posts/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Problems({"status-not-offered", "status-entry-not-found"})
  void withdrawPost(Caller caller, UUID id) {
    editor.withdraw(caller.userId(), Kind.POST, id);
  }

  /** The receivers that were added. */
  @Get("/webhooks")
  @Problems("status-not-offered")
  Page<StatusWebhook> webhooks() {
    return new Page<>(editor.webhooks(), null);
  }

  /** Adds a receiver, which is sent what Statuspage sends to webhooks, signed by the secret. */
  @Put("/webhooks/{id}")
  @Problems({"status-not-offered", "subscriptions-not-offered", "status-entry-exists"})
  StatusWebhook add(Caller caller, UUID id, @Body @Valid NewStatusWebhook body) {
    return editor.add(caller.userId(), id, body);
  }

  /** Removes it. */
  @Delete("/webhooks/{id}")
  @Status(HttpStatus.NO_CONTENT)
  @Problems({"status-not-offered", "status-entry-not-found"})
  void remove(Caller caller, UUID id) {
    editor.remove(caller.userId(), id);
  }
}
