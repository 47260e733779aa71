package org.sealward.merklelog;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import org.sealward.api.LogDescription;
import org.sealward.api.Page;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;
import org.sealward.platform.Transactions;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.Tile;

/** The logs as C2SP tlog-tiles; for everybody. */
@Tag(name = "Logs")
@Controller("/v1/logs")
@Secured(SecurityRule.IS_ANONYMOUS)
class LogController {
  static final String TEXT = "text/plain; charset=utf-8";

  /** What has this address has it for ever. */
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private final LogProofs logs;
  private final Transactions transactions;
  private final ShownCheckpoints checkpoints;
  private final LogDescriptions descriptions;

  LogController(
      LogProofs logs,
      Transactions transactions,
      ShownCheckpoints checkpoints,
      LogDescriptions descriptions) {
    this.logs = logs;
    this.transactions = transactions;
    this.checkpoints = checkpoints;
    this.descriptions = descriptions;
  }

  /** The logs of this service, with their keys and witnesses. */
  @Get
  @Problems("log-key-unavailable")
  Page<LogDescription> logs() {
    return new Page<>(descriptions.all(), null);
  }

  /** The newest checkpoint of a log, a signed note. */
  @Get(uri = "/{log}/checkpoint", produces = TEXT)
  @Problems({"log-not-found", "checkpoint-not-ready"})
  HttpResponse<String> checkpoint(@PathVariable String log) {
    logs.require(log);
    Bytes note =
        transactions
            .read(connection -> checkpoints.of(connection, log))
            .orElseThrow(
                () -> new Problem(LogProblem.CHECKPOINT_NOT_READY, "no quorum, or no batch yet"))
            .encode();
    return HttpResponse.ok(new String(note.toArray(), StandardCharsets.UTF_8));
  }

  /**
   * Hashes or entries of a log.
   *
   * @param path level and number, such as {@code 0/x001/x234/067}, or {@code entries/067}; {@code
   *     .p/7} behind it for a tile of seven
   */
  @Get(uri = "/{log}/tile/{path:.+}", produces = MediaType.APPLICATION_OCTET_STREAM)
  @Problems({"log-not-found", "tile-not-found"})
  HttpResponse<byte[]> tile(@PathVariable String log, @PathVariable String path) {
    logs.require(log);
    Tile tile = parsed(path);
    byte[] content =
        transactions
            .read(connection -> LogTables.tile(connection, log, tile))
            .orElseThrow(LogController::noSuchTile)
            .toArray();
    return HttpResponse.ok(content).header(HttpHeaders.CACHE_CONTROL, IMMUTABLE);
  }

  private static Tile parsed(String path) {
    try {
      return Tile.parse("tile/" + path);
    } catch (LogFormatException _) {
      throw noSuchTile();
    }
  }

  private static Problem noSuchTile() {
    return new Problem(
        LogProblem.TILE_NOT_FOUND, "Ask for tiles only that a checkpoint says are there.");
  }
}
