package org.sealward.push;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.sealward.api.PushTarget;
import org.sealward.identity.Caller;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;

/** The caller's devices that are woken when something comes and no socket is open. */
@Controller("/v1/me/push-targets/{deviceId}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Account")
class PushController {
  private final PushTargets targets;
  private final PushProperties properties;

  PushController(PushTargets targets, PushProperties properties) {
    this.targets = targets;
    this.properties = properties;
  }

  /** Registers a device, or gives it another token. The device's id is the client's to choose. */
  @Put
  @Status(HttpStatus.NO_CONTENT)
  @Problems({"push-not-offered", "too-many-push-targets"})
  void put(Caller caller, UUID deviceId, @Body @Valid PushTarget body) {
    if (!properties.offered()) {
      throw new Problem(PushProblem.PUSH_NOT_OFFERED, "Keep a socket open instead.");
    }
    if (!targets.put(caller.userId(), deviceId, body.token())) {
      throw new Problem(
          PushProblem.TOO_MANY_PUSH_TARGETS, "Delete those of devices that are gone.");
    }
  }

  /** Ends the pushes to a device; one that is not registered is no error. */
  @Delete
  @Status(HttpStatus.NO_CONTENT)
  void delete(Caller caller, UUID deviceId) {
    targets.delete(caller.userId(), deviceId);
  }
}
