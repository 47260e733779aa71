package org.sealward.image;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.sealward.api.OutdatedImages;
import org.sealward.envelope.Bytes;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;

/** What was granted to the caller. */
@Tag(name = "Images")
@Controller("/v1/me/images")
@Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
class OwnGrantController {
  private static final UUID START = new UUID(0, 0);

  private final Grants grants;

  OwnGrantController(Grants grants) {
    this.grants = grants;
  }

  /**
   * Images that the caller may read, but not with the keys of this fingerprint.
   *
   * @param fingerprint of the caller's newest bundle, in base64url
   * @param after a page's {@code next}
   */
  @Get("/outdated")
  OutdatedImages outdated(
      Caller caller,
      @QueryValue @Pattern(regexp = "[A-Za-z0-9_-]{43}") String fingerprint,
      @QueryValue @Nullable UUID after,
      @QueryValue(defaultValue = "50") @Min(1) @Max(200) int limit) {
    return grants.outdated(
        caller.userId(), decoded(fingerprint), after == null ? START : after, limit);
  }

  private static Bytes decoded(String fingerprint) {
    try {
      return Bytes.fromBase64Url(fingerprint);
    } catch (IllegalArgumentException _) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, "The fingerprint is not in base64url.");
    }
  }
}
