package org.sealward.decryption;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.sealward.api.AssistKeyList;

/** Keys to which secrets are sealed for assisted decryption. */
@Tag(name = "Images")
@Controller("/v1/assist-keys")
@Secured(SecurityRule.IS_AUTHENTICATED)
class AssistKeyController {
  private final Optional<Assistance> assistance;
  private final PublishedKeys published;
  private final Clock clock;

  AssistKeyController(Optional<Assistance> assistance, PublishedKeys published, Clock clock) {
    this.assistance = assistance;
    this.published = published;
    this.clock = clock;
  }

  /** The keys that a secret may be sealed to; none where the deployment decrypts nothing. */
  @Get
  AssistKeyList keys() {
    return assistance
        .map(offered -> new AssistKeyList(offered.signingKey(), published.at(clock.instant())))
        .orElseGet(() -> new AssistKeyList(null, List.of()));
  }
}
