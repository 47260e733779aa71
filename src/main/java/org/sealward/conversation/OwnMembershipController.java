package org.sealward.conversation;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.sealward.api.Archived;
import org.sealward.api.ConversationSummary;
import org.sealward.api.Page;
import org.sealward.envelope.SignedLeave;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Problems;

/** What a member does for themselves. */
@Controller("/v1/conversations/{id}")
@Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
@Tag(name = "Conversations")
class OwnMembershipController {
  private final Membership membership;
  private final Members members;
  private final Archive archive;

  OwnMembershipController(Membership membership, Members members, Archive archive) {
    this.membership = membership;
    this.members = members;
    this.archive = archive;
  }

  /** Ends the caller's part; the next entry, another member's, says so to everybody. */
  @Post("/leaves")
  @Problems({"conversation-not-found", "epoch-taken", "last-admin"})
  @Status(HttpStatus.NO_CONTENT)
  void leave(Caller caller, UUID id, @Body SignedLeave body) {
    membership.leave(caller.userId(), id, body);
  }

  /** The leaves of others that the next entry has to answer: one page. */
  @Get("/leaves")
  @Problems("conversation-not-found")
  Page<SignedLeave> leaves(Caller caller, UUID id) {
    return new Page<>(members.pendingLeaves(id, caller.userId()), null);
  }

  /** Puts the conversation away for the caller alone, or takes it back. */
  @Put("/archived")
  @Problems("conversation-not-found")
  ConversationSummary archive(Caller caller, UUID id, @Body Archived body) {
    return archive.mark(caller.userId(), id, body.archived());
  }
}
