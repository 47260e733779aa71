package org.sealward.status;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import org.sealward.api.ServiceStatus;
import org.sealward.platform.Problems;
import org.sealward.statuspage.StatusFiles;

/** How the service is, for everybody, also while nothing else of it works: from memory alone. */
@Tag(name = "Status")
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
class StatusController {
  private static final String ATOM = "application/atom+xml";
  private static final String KEPT = "public, max-age=10";
  private static final String UNCHANGED = "It is the one of If-None-Match.";

  private final StatusForms forms;

  StatusController(StatusForms forms) {
    this.forms = forms;
  }

  /** The status page. */
  @Get(
      uri = "/status",
      produces = {MediaType.TEXT_HTML, MediaType.ALL})
  @ApiResponse(
      responseCode = "200",
      description = "The page.",
      content = @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = "string")))
  @ApiResponse(responseCode = "304", description = UNCHANGED)
  @Problems("status-not-offered")
  HttpResponse<?> page(HttpRequest<?> request) {
    return answer(request, StatusFiles.PAGE).header("Content-Security-Policy", StatusFiles.POLICY);
  }

  /** What the page is made of. */
  @Get(
      uri = "/v1/status",
      produces = {MediaType.APPLICATION_JSON, MediaType.ALL})
  @ApiResponse(
      responseCode = "200",
      description = "The status.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ServiceStatus.class)))
  @ApiResponse(responseCode = "304", description = UNCHANGED)
  @Problems("status-not-offered")
  HttpResponse<?> document(HttpRequest<?> request) {
    return answer(request, StatusFiles.DOCUMENT);
  }

  /** Incidents and maintenances as an Atom feed. */
  @Get(
      uri = "/" + StatusFiles.FEED,
      produces = {ATOM, MediaType.ALL})
  @ApiResponse(
      responseCode = "200",
      description = "The feed.",
      content = @Content(mediaType = ATOM, schema = @Schema(type = "string")))
  @ApiResponse(responseCode = "304", description = UNCHANGED)
  @Problems("status-not-offered")
  HttpResponse<?> feed(HttpRequest<?> request) {
    return answer(request, StatusFiles.FEED);
  }

  /**
   * The status as version 2 of Statuspage's API has it: {@code summary.json}, {@code
   * incidents/unresolved.json} and so on, for pages of any origin.
   */
  @Get(
      uri = "/api/v2/{name:.+}",
      produces = {MediaType.APPLICATION_JSON, MediaType.ALL})
  @ApiResponse(
      responseCode = "200",
      description = "What Statuspage has there.",
      content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = "object")))
  @ApiResponse(responseCode = "304", description = UNCHANGED)
  @Problems("status-not-offered")
  HttpResponse<?> statuspage(HttpRequest<?> request, @PathVariable String name) {
    return answer(request, "api/v2/" + name).header("Access-Control-Allow-Origin", "*");
  }

  private MutableHttpResponse<?> answer(HttpRequest<?> request, String path) {
    StatusForms.Form form = forms.get(path);
    boolean known =
        request.getHeaders().getAll(HttpHeaders.IF_NONE_MATCH).stream()
            .flatMap(field -> Arrays.stream(field.split(",", -1)))
            .map(tag -> tag.strip().replaceFirst("^W/", ""))
            .anyMatch(tag -> tag.equals(form.tag()) || tag.equals("*"));
    MutableHttpResponse<?> answer =
        known
            ? HttpResponse.notModified()
            : HttpResponse.ok(form.file().content().toArray())
                .header(HttpHeaders.CONTENT_TYPE, form.file().type());
    return answer.header(HttpHeaders.ETAG, form.tag()).header(HttpHeaders.CACHE_CONTROL, KEPT);
  }
}
