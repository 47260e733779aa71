package org.sealward.reference;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;

/** Tells who finds a weakness where to report it. */
@Tag(name = "Security")
@Controller("/.well-known/security.txt")
@Secured(SecurityRule.IS_ANONYMOUS)
class SecurityContactController {
  private final SecurityContact contact;
  private final Clock clock;

  SecurityContactController(SecurityContact contact, Clock clock) {
    this.contact = contact;
    this.clock = clock;
  }

  /** Where to report a weakness (RFC 9116); nothing where nobody is named. */
  @Get
  @Produces(MediaType.TEXT_PLAIN + ";charset=utf-8")
  String file() {
    return contact
        .file(clock.instant())
        .orElseThrow(
            () -> new Problem(GeneralProblem.NOT_FOUND, "This service names nobody for it."));
  }
}
