package org.sealward.identity;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.sealward.api.Me;
import org.sealward.platform.Erasures;
import org.sealward.platform.Problems;

@Tag(name = "Account")
@Controller("/v1/me")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class MeController {
  private final Affiliations affiliations;
  private final AccountErasure erasure;

  MeController(Affiliations affiliations, AccountErasure erasure) {
    this.affiliations = affiliations;
    this.erasure = erasure;
  }

  /** Who the caller is to the service. */
  @Get
  Me me(Caller caller) {
    return new Me(
        caller.userId(),
        caller.roles().stream().map(Role::group).sorted().toList(),
        affiliations.of(caller.userId()));
  }

  /**
   * Deletes the account; from now on its tokens count for nothing. The header {@code
   * Sealward-Receipt} is the id of the deletion's receipt.
   */
  @Delete
  @Problems("legal-hold")
  @Status(HttpStatus.NO_CONTENT)
  HttpResponse<Void> erase(Caller caller) {
    return HttpResponse.<Void>noContent()
        .header(Erasures.RECEIPT_HEADER, erasure.erase(caller.userId()).toString());
  }
}
