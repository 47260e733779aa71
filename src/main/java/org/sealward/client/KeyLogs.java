package org.sealward.client;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.Deployment;
import org.sealward.api.LogDescription;
import org.sealward.client.error.LogException;
import org.sealward.client.error.LogException.Reason;
import org.sealward.client.internal.http.Json;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.VerifierKey;

/**
 * Which log of keys a client believes. The deployment says whether there is one; whoever has seen
 * one never goes on without any. An app that pins its deployment may name another one, which is
 * then begun anew; where the service is asked, the log that was seen first stays, and so do its
 * witnesses.
 */
final class KeyLogs {
  private static final Duration MAX_AGE = Duration.ofHours(24);

  private final @Nullable LogDescription offered;
  private final boolean pinned;
  private final DeviceStore device;
  private final Clock clock;
  private final Duration patience;

  /**
   * @param pinned whether the app brought the deployment along, rather than asking the service
   * @param patience with keys that the log has not taken in yet
   */
  KeyLogs(
      Deployment deployment, boolean pinned, DeviceStore device, Clock clock, Duration patience) {
    this.offered = deployment.keyLog();
    this.pinned = pinned;
    this.device = device;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * For a session of that user.
   *
   * @throws LogException {@link Reason#LOG_MISSING}, {@link Reason#OTHER_LOG}
   */
  KeyLog of(ServiceApi api, UUID owner) {
    String policyKey = owner + ".log.policy";
    Optional<LogDescription> kept = device.get(policyKey).map(KeyLogs::decode);
    LogDescription present = offered;
    if (present == null) {
      if (kept.isPresent()) {
        throw new LogException(Reason.LOG_MISSING);
      }
      return new NoKeyLog();
    }
    if (!pinned
        && kept.isPresent()
        && !(kept.get().origin().equals(present.origin())
            && kept.get().key().equals(present.key()))) {
      throw new LogException(Reason.OTHER_LOG);
    }
    LogDescription used = kept.filter(first -> !pinned && first.quorum() > 0).orElse(present);
    LogPolicy policy = policy(used);
    if (kept.filter(used::equals).isEmpty()) {
      device.put(policyKey, Bytes.of(Json.write(used)));
    }
    String prefix = owner + ".log." + HexFormat.of().toHexDigits(policy.log().id());
    return new WatchedKeyLog(
        new LogSource(api, used.name()),
        new LogTrust(policy, pinned),
        LogCopy.on(device, prefix),
        new LogEvidence(device, prefix + ".evidence"),
        clock,
        patience);
  }

  /** Throws {@link Reason#LOG_MALFORMED} for keys that are none, and a quorum that cannot be. */
  static LogPolicy policy(LogDescription log) {
    try {
      List<VerifierKey> witnesses = log.witnesses().stream().map(VerifierKey::parse).toList();
      return new LogPolicy(
          log.origin(), VerifierKey.parse(log.key()), witnesses, log.quorum(), MAX_AGE);
    } catch (LogFormatException e) {
      throw new LogException(Reason.LOG_MALFORMED, e);
    }
  }

  private static LogDescription decode(Bytes json) {
    try {
      return Json.read(json.toArray(), LogDescription.class);
    } catch (IOException e) {
      throw new IllegalStateException("the device store holds something that is no log", e);
    }
  }
}
