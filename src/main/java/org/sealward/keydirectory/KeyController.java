package org.sealward.keydirectory;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Min;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.sealward.api.Page;
import org.sealward.envelope.SignedBundle;
import org.sealward.identity.Caller;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;

@Tag(name = "Keys")
@Controller("/v1")
@Secured(SecurityRule.IS_AUTHENTICATED)
class KeyController {
  private static final int PAGE = 20;

  private final KeyDirectory directory;

  KeyController(KeyDirectory directory) {
    this.directory = directory;
  }

  /** Publishes a version of the caller's public keys. */
  @Put("/me/bundles/{version}")
  @Problems("bundle-version-taken")
  @Status(HttpStatus.NO_CONTENT)
  void publish(Caller caller, int version, @Body SignedBundle body) {
    if (body.bundle().version() != version) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, "Path and bundle name different versions.");
    }
    directory.publish(caller.userId(), body);
  }

  /** Every version in order; {@code after} is the last version the client has. */
  @Get("/users/{id}/bundles")
  @Problems("bundle-not-found")
  Page<SignedBundle> bundles(UUID id, @QueryValue(defaultValue = "0") @Min(0) int after) {
    List<SignedBundle> found = directory.page(id, after, PAGE + 1);
    if (found.isEmpty() && after == 0) {
      throw new Problem(
          KeyProblem.BUNDLE_NOT_FOUND, "There is no such user, or they never logged in.");
    }
    boolean more = found.size() > PAGE;
    List<SignedBundle> page = more ? found.subList(0, PAGE) : found;
    return new Page<>(page, more ? String.valueOf(page.getLast().bundle().version()) : null);
  }

  /**
   * A proof, to be kept, that the key log has this version (C2SP tlog-proof). It is about the
   * newest checkpoint.
   */
  @Get(uri = "/users/{id}/bundles/{version}/proof", produces = "text/plain; charset=utf-8")
  @Problems({"bundle-not-found", "log-not-found", "not-logged-yet"})
  String proof(UUID id, @Min(1) int version) {
    return new String(directory.proof(id, version).encode().toArray(), StandardCharsets.UTF_8);
  }
}
