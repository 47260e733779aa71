package org.sealward.availability;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import java.util.Base64;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Hash;
import org.sealward.platform.Problems;
import org.sealward.report.ReportCsv;
import org.sealward.report.ReportPage;

/** How available the service was, for everybody. */
@Tag(name = "Availability")
@Controller("/v1/availability/{contract}/{month}")
@Secured(SecurityRule.IS_ANONYMOUS)
class AvailabilityController {
  private static final String TABLE = "text/csv; charset=utf-8";
  private static final String PAGE = "text/html; charset=utf-8";

  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(ReportPage.STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Reports reports;

  AvailabilityController(Reports reports) {
    this.reports = reports;
  }

  /** The report of a month of a contract; of a month that is not over, to date. */
  @Get(produces = {MediaType.APPLICATION_JSON, TABLE, PAGE})
  @ApiResponse(
      responseCode = "200",
      description = "The report.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = AvailabilityReport.class)),
        @Content(mediaType = TABLE, schema = @Schema(type = "string")),
        @Content(mediaType = PAGE, schema = @Schema(type = "string"))
      })
  @Problems({"contract-not-found", "month-not-found"})
  HttpResponse<?> report(String contract, String month, HttpHeaders headers) {
    AvailabilityReport report = reports.of(contract, month);
    for (MediaType wanted : headers.accept()) {
      switch (wanted.getName()) {
        case MediaType.TEXT_CSV -> {
          return HttpResponse.ok(ReportCsv.of(report)).contentType(TABLE);
        }
        case MediaType.TEXT_HTML -> {
          return HttpResponse.ok(ReportPage.of(report))
              .contentType(PAGE)
              .header("Content-Security-Policy", POLICY);
        }
        case MediaType.APPLICATION_JSON, MediaType.ALL -> {
          return HttpResponse.ok(report);
        }
        default -> {
          // The next one.
        }
      }
    }
    return HttpResponse.ok(report);
  }

  /** The signed report with all that it follows from, to be checked offline. */
  @Get(uri = "/evidence", produces = MediaType.APPLICATION_OCTET_STREAM)
  @Problems({"contract-not-found", "month-not-found", "log-not-found", "log-key-unavailable"})
  InputStream evidence(String contract, String month) {
    return reports.evidence(contract, month);
  }

  private static String sha256(String text) {
    return Base64.getEncoder().encodeToString(Hash.of(Bytes.utf8(text)).toArray());
  }
}
