package org.sealward.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AccessLogEntry;
import org.sealward.api.LogDescription;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.AuditLeaf;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.Verdict;
import org.sealward.transparency.VerifierKey;

/**
 * Who got at images that show the user: whom they were granted to, who fetched a wrapped key, for
 * whom the service decrypted. Each is proven to be in the service's audit log, whose key this
 * device remembers from the first time.
 */
public final class AccessLog {
  private static final String LOG = "audit";

  /** A record is in the log by then. */
  private static final Duration LATEST = Duration.ofHours(1);

  private final Context context;

  AccessLog(Context context) {
    this.context = context;
  }

  /**
   * One act.
   *
   * @param kind {@code image-granted}, {@code wrap-fetched} or {@code image-decrypted}
   * @param actor who did it
   * @param target whom an image was granted to; null for other acts
   * @param index of its leaf in the log; null for the newest acts, which get their place within
   *     seconds
   */
  public record Access(
      Instant at,
      String kind,
      UUID actor,
      @Nullable UUID target,
      UUID imageId,
      @Nullable Long index) {}

  /**
   * All, the newest first.
   *
   * @throws InvalidEnvelopeException {@link Failure#KEY_MISMATCH} when the log has another key than
   *     before, {@link Failure#BAD_SIGNATURE} when a proof does not hold or is missing after an
   *     hour, {@link Failure#WRONG_ADDRESS} for a record about somebody else
   */
  public List<Access> list() {
    LogPolicy policy = policy();
    return context.api().all(Call.get("/v1/me/access-log"), "before", AccessLogEntry.class).stream()
        .map(entry -> verified(entry, policy))
        .toList();
  }

  private Access verified(AccessLogEntry entry, @Nullable LogPolicy policy) {
    AuditRecord record = AuditRecord.decode(entry.record());
    if (!record.subject().equals(context.userId())) {
      throw new InvalidEnvelopeException(
          Failure.WRONG_ADDRESS, "a record of the access log is about somebody else");
    }
    return new Access(
        record.time(),
        record.kind(),
        record.actor(),
        record.target().equals(AuditRecord.NONE) ? null : record.target(),
        record.object(),
        index(record, entry, policy));
  }

  private @Nullable Long index(
      AuditRecord record, AccessLogEntry entry, @Nullable LogPolicy policy) {
    Bytes tag = entry.tag();
    String proof = entry.proof();
    if (tag == null || proof == null) {
      if (policy != null && record.time().isBefore(context.now().minus(LATEST))) {
        throw unproven();
      }
      return null;
    }
    Bytes leaf = new AuditLeaf(record.time(), record.commitment(), tag).encode();
    try {
      LogProof parsed = LogProof.parse(Bytes.utf8(proof));
      if (policy != null && parsed.verify(leaf, policy) instanceof Verdict.Accepted) {
        return parsed.inclusion().index();
      }
    } catch (LogFormatException _) {
      // Said below.
    }
    throw unproven();
  }

  private static InvalidEnvelopeException unproven() {
    return new InvalidEnvelopeException(
        Failure.BAD_SIGNATURE, "the audit log does not prove a record of the access log");
  }

  /** By the key that this device knows; null while the service serves no audit log. */
  private @Nullable LogPolicy policy() {
    String name = context.userId() + ".audit-log";
    Optional<String> known = context.device().get(name).map(AccessLog::text);
    Optional<String> told =
        context.api().sendForPage(Call.get("/v1/logs"), LogDescription.class).items().stream()
            .filter(log -> log.name().equals(LOG))
            .map(LogDescription::key)
            .findFirst();
    if (known.isEmpty()) {
      told.ifPresent(key -> context.device().put(name, Bytes.utf8(key)));
    } else if (!known.equals(told)) {
      throw new InvalidEnvelopeException(
          Failure.KEY_MISMATCH,
          "the audit log has another key than the one this device knows: " + known.get());
    }
    return told.map(VerifierKey::parse)
        .map(key -> new LogPolicy(key.name(), key, List.of(), 0, Duration.ZERO))
        .orElse(null);
  }

  private static String text(Bytes utf8) {
    return new String(utf8.toArray(), StandardCharsets.UTF_8);
  }
}
