package org.sealward.client;

import java.util.ArrayList;
import java.util.List;
import org.sealward.api.LogDescription;
import org.sealward.client.error.LogException;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.EntryBundle;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.Tile;
import org.sealward.transparency.VerifierKey;

/** The files of a log (protocol §11.2), which nobody has checked. */
final class LogSource {
  private final ServiceApi api;
  private final String name;
  private final String path;

  LogSource(ServiceApi api, String name) {
    this.api = api;
    this.name = name;
    this.path = "/v1/logs/" + name + "/";
  }

  /** The log as that policy believes it. */
  LogDescription description(LogPolicy policy) {
    return new LogDescription(
        name,
        policy.origin(),
        policy.log().encode(),
        policy.witnesses().stream().map(VerifierKey::encode).toList(),
        policy.threshold());
  }

  SignedCheckpoint checkpoint() {
    Call call =
        Call.get(path + "checkpoint").header("Accept", "text/plain, application/problem+json");
    Bytes note = Bytes.of(api.send(call).body());
    try {
      return SignedCheckpoint.parse(note);
    } catch (LogFormatException e) {
      throw new LogException(LogException.Reason.LOG_MALFORMED, e);
    }
  }

  /**
   * Some entries, tile by tile.
   *
   * @param from index of the first
   * @param to behind the last, at most the size of a checkpoint that the log served
   */
  List<Bytes> entries(long from, long to) {
    List<Bytes> entries = new ArrayList<>();
    for (long next = from; next < to; next = from + entries.size()) {
      Tile tile = Tile.holding(Tile.ENTRIES, next, to);
      Bytes content = Bytes.of(api.send(Call.getBytes(path + tile.path())).body());
      try {
        List<Bytes> all = EntryBundle.decode(tile, content).entries();
        entries.addAll(all.subList((int) (next % Tile.FULL), all.size()));
      } catch (LogFormatException e) {
        throw new LogException(LogException.Reason.LOG_MALFORMED, e);
      }
    }
    return entries;
  }
}
