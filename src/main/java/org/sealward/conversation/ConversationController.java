package org.sealward.conversation;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
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
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.sealward.api.ConversationSummary;
import org.sealward.api.MessageStored;
import org.sealward.api.NewEntry;
import org.sealward.api.Page;
import org.sealward.api.StoredEntry;
import org.sealward.api.StoredMessage;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.SealedMessage;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.limits.MaxBody;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;
import org.sealward.platform.Transactions;

/**
 * Conversations of the caller. Lists within a conversation are in the order of a number, and {@code
 * after} takes the last number that the client has.
 */
@Tag(name = "Conversations")
@Controller("/v1/conversations")
@Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
class ConversationController {
  private static final int PAGE = 100;
  private static final UUID START = new UUID(0, 0);

  private final ConversationRepository rows;
  private final Membership membership;
  private final Members members;
  private final Chains chains;
  private final Messages messages;
  private final Transactions transactions;

  ConversationController(
      ConversationRepository rows,
      Membership membership,
      Members members,
      Chains chains,
      Messages messages,
      Transactions transactions) {
    this.rows = rows;
    this.membership = membership;
    this.members = members;
    this.chains = chains;
    this.messages = messages;
    this.transactions = transactions;
  }

  /** Begins a conversation. */
  @MaxBody(2000)
  @Post
  @Status(HttpStatus.CREATED)
  @Problems({"conversation-exists", "member-not-reachable", "wraps-not-valid"})
  StoredEntry begin(Caller caller, @Body @Valid NewEntry body) {
    return membership.begin(caller.userId(), body);
  }

  /**
   * The caller's conversations in the order of their ids; {@code after} is the last one seen.
   * {@code archived} picks those with or without the caller's mark.
   */
  @Get
  Page<ConversationSummary> list(
      Caller caller, @QueryValue @Nullable UUID after, @QueryValue @Nullable Boolean archived) {
    List<ConversationSummary> found =
        rows.page(caller.userId(), after == null ? START : after, archived, PAGE + 1).stream()
            .map(ConversationRow::shown)
            .toList();
    boolean more = found.size() > PAGE;
    List<ConversationSummary> page = more ? found.subList(0, PAGE) : found;
    return new Page<>(page, more ? page.getLast().id().toString() : null);
  }

  /** A conversation of the caller. */
  @Get("/{id}")
  @Problems("conversation-not-found")
  ConversationSummary get(Caller caller, UUID id) {
    return rows.findFor(id, caller.userId()).orElseThrow(Membership::notFound).shown();
  }

  /** Changes who takes part. */
  @MaxBody(2000)
  @Post("/{id}/entries")
  @Status(HttpStatus.CREATED)
  @Problems({
    "conversation-not-found",
    "epoch-taken",
    "leave-pending",
    "member-not-reachable",
    "wraps-not-valid"
  })
  StoredEntry append(Caller caller, UUID id, @Body @Valid NewEntry body) {
    return membership.next(caller.userId(), id, body);
  }

  /** The whole chain from the epoch after {@code after} on: clients verify it from its start. */
  @Get("/{id}/entries")
  @Problems("conversation-not-found")
  Page<StoredEntry> entries(
      Caller caller, UUID id, @QueryValue(defaultValue = "-1") @Min(-1) long after) {
    members.requireMember(id, caller.userId());
    return page(
        chains.page(id, after + 1, PAGE + 1), PAGE, stored -> stored.entry().entry().epoch());
  }

  /** The caller's own wrapped epoch keys, in the order of their epochs. */
  @Get("/{id}/wraps")
  @Problems("conversation-not-found")
  Page<EpochWrap> wraps(
      Caller caller, UUID id, @QueryValue(defaultValue = "-1") @Min(-1) long after) {
    members.requireMember(id, caller.userId());
    return page(
        transactions.read(
            connection -> MembershipTables.wraps(connection, id, caller.userId(), after, PAGE + 1)),
        PAGE,
        EpochWrap::epoch);
  }

  /** Stores a message; the same message again is answered with 200. */
  @MaxBody(128)
  @Post("/{id}/messages")
  @Problems({"conversation-not-found", "stale-epoch", "message-id-conflict"})
  HttpResponse<MessageStored> send(Caller caller, UUID id, @Body SealedMessage body) {
    Messages.Outcome outcome = messages.store(caller.userId(), id, body);
    return outcome.repeated()
        ? HttpResponse.ok(outcome.stored())
        : HttpResponse.created(outcome.stored());
  }

  /**
   * Messages with sequence numbers above {@code after}, in order; or those below {@code before},
   * newest first.
   */
  @Get("/{id}/messages")
  @Problems("conversation-not-found")
  Page<StoredMessage> messages(
      Caller caller,
      UUID id,
      @QueryValue @Nullable @Min(0) Long after,
      @QueryValue @Nullable @Min(0) Long before,
      @QueryValue(defaultValue = "100") @Min(1) @Max(200) int limit) {
    if (after != null && before != null) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, "Give after or before, not both.");
    }
    UUID reader = caller.userId();
    List<StoredMessage> found =
        before == null
            ? messages.page(reader, id, after == null ? 0 : after, limit + 1)
            : messages.pageBefore(reader, id, before, limit + 1);
    return page(found, limit, StoredMessage::seq);
  }

  private static <T> Page<T> page(List<T> found, int size, ToLongFunction<T> number) {
    boolean more = found.size() > size;
    List<T> page = more ? found.subList(0, size) : found;
    return new Page<>(page, more ? Long.toString(number.applyAsLong(page.getLast())) : null);
  }
}
