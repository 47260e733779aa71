package org.sealward.conversation;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Min;
import java.util.UUID;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Problems;

/** Single messages, deleted by their senders. */
@Controller("/v1/conversations/{id}/messages/{seq}")
@Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
@Tag(name = "Messages")
class MessageErasureController {
  private final MessageErasure erasure;

  MessageErasureController(MessageErasure erasure) {
    this.erasure = erasure;
  }

  /** Deletes a message for its sender; again, nothing happens. */
  @Delete
  @Problems({"conversation-not-found", "message-not-found", "legal-hold"})
  @Status(HttpStatus.NO_CONTENT)
  void erase(Caller caller, UUID id, @Min(1) long seq) {
    erasure.erase(caller.userId(), id, seq);
  }
}
