package org.sealward.conversation;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import org.sealward.api.Changes;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Problems;
import org.sealward.platform.Timeline;
import org.sealward.platform.Transactions;

/** Where something has happened: for apps that come back, or that hold no socket open. */
@Controller("/v1/changes")
@Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
@Tag(name = "Messages")
class ChangeController {
  private final Timeline timeline;
  private final Transactions transactions;

  ChangeController(Timeline timeline, Transactions transactions) {
    this.timeline = timeline;
    this.transactions = transactions;
  }

  /** Since a cursor of an earlier answer, or since ever. */
  @Get
  @Problems({"invalid-cursor", "foreign-cursor"})
  Changes since(
      Caller caller,
      @QueryValue @Nullable String since,
      @QueryValue(defaultValue = "100") @Min(1) @Max(200) int limit) {
    UUID user = caller.userId();
    long after = since == null ? 0 : timeline.number(user, since);
    List<ChangeTable.Change> found =
        transactions.read(connection -> ChangeTable.after(connection, user, after, limit + 1));
    boolean more = found.size() > limit;
    List<ChangeTable.Change> page = more ? found.subList(0, limit) : found;
    long newest = page.isEmpty() ? after : page.getLast().position();
    return new Changes(
        timeline.current(),
        page.stream().map(ChangeTable.Change::shown).toList(),
        timeline.cursor(user, newest),
        more);
  }
}
