package org.sealward.status;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.sealward.api.ConfirmedSubscription;
import org.sealward.api.NewSubscription;
import org.sealward.platform.Problems;

/** Mails of what is new on the status page, for whoever shows that an address is theirs. */
@Tag(name = "Status")
@Controller("/v1/status/subscriptions")
@Secured(SecurityRule.IS_ANONYMOUS)
class SubscriptionController {
  private final Subscriptions subscriptions;

  SubscriptionController(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  /** Has a code mailed to the address; the answer is the same for every address. */
  @Post
  @Status(HttpStatus.ACCEPTED)
  @Problems({"status-not-offered", "subscriptions-not-offered"})
  void ask(HttpRequest<?> request, @Body @Valid NewSubscription body) {
    subscriptions.ask(request, body.email());
  }

  /** Subscribes it, with that code. */
  @Post("/confirm")
  @Status(HttpStatus.NO_CONTENT)
  @Problems({"status-not-offered", "subscriptions-not-offered", "subscription-code-refused"})
  void confirm(HttpRequest<?> request, @Body @Valid ConfirmedSubscription body) {
    subscriptions.confirm(request, body.email(), body.code());
  }
}
