package org.sealward.image;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.sealward.api.AccessLogEntry;
import org.sealward.api.Page;
import org.sealward.audit.AccessLog;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;

/** Who got at images of the caller. */
@Tag(name = "Images")
@Controller("/v1/me/access-log")
@Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
class AccessLogController {
  private static final int PAGE = 50;

  private final AccessLog log;

  AccessLogController(AccessLog log) {
    this.log = log;
  }

  /**
   * Who was given, fetched or had used a wrapped key of an image that shows the caller, and when;
   * the newest first.
   *
   * @param before a page's {@code next}
   */
  @Get
  Page<AccessLogEntry> page(Caller caller, @QueryValue @Nullable UUID before) {
    return log.page(caller.userId(), before, PAGE);
  }
}
