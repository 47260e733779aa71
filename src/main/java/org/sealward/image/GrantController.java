package org.sealward.image;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.sealward.api.Page;
import org.sealward.api.StoredGrant;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedRevocation;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;

/** Who may read an image. */
@Tag(name = "Images")
@Controller("/v1/images/{id}")
@Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
class GrantController {
  private static final int PAGE = 50;

  private final Grants grants;
  private final Revocations revocations;

  GrantController(Grants grants, Revocations revocations) {
    this.revocations = revocations;
    this.grants = grants;
  }

  /** Lets somebody read the image. */
  @Post("/grants")
  @Problems({"image-not-found", "grant-not-valid", "grant-key-outdated", "grant-revoked"})
  @Status(HttpStatus.NO_CONTENT)
  void grant(Caller caller, UUID id, @Body SignedGrant body) {
    grants.grant(id, caller.userId(), body);
  }

  /**
   * Grants of the image: all to its owner and to whom it shows, their own to others.
   *
   * @param after a page's {@code next}
   */
  @Get("/grants")
  @Problems({"image-not-found", "invalid-cursor"})
  Page<StoredGrant> grants(Caller caller, UUID id, @QueryValue @Nullable String after) {
    List<StoredGrant> found = grants.page(id, caller.userId(), cursor(after), PAGE + 1);
    if (found.size() <= PAGE) {
      return new Page<>(found, null);
    }
    List<StoredGrant> page = found.subList(0, PAGE);
    return new Page<>(page, page.getLast().grant().grant().grantHash().base64Url());
  }

  /** Takes a grant back. */
  @Post("/revocations")
  @Problems({"image-not-found", "revocation-not-valid", "grant-key-outdated"})
  @Status(HttpStatus.NO_CONTENT)
  void revoke(Caller caller, UUID id, @Body SignedRevocation body) {
    revocations.revoke(id, caller.userId(), body);
  }

  private static Bytes cursor(@Nullable String after) {
    try {
      return after == null ? Bytes.EMPTY : Bytes.fromBase64Url(after);
    } catch (IllegalArgumentException _) {
      throw new Problem(GeneralProblem.INVALID_CURSOR, "Pass a page's next as it is.");
    }
  }
}
