package org.sealward.transparency;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which checkpoints of a log are believed: signed by its key, cosigned by so many of these
 * witnesses, within this time.
 *
 * @param threshold witnesses needed, 0 to all of them; with 0 nothing says that a checkpoint is the
 *     newest one
 * @param maxAge of a cosignature that counts, whole seconds
 */
public record LogPolicy(
    String origin, VerifierKey log, List<VerifierKey> witnesses, int threshold, Duration maxAge) {
  /** How far a witness's clock may be ahead. */
  static final Duration AHEAD = Duration.ofMinutes(10);

  /** A key under two names would count twice: a cosignature does not cover its witness's name. */
  public LogPolicy {
    witnesses = List.copyOf(witnesses);
    Set<Object> keys = new HashSet<>();
    List<VerifierKey> all = Stream.concat(Stream.of(log), witnesses.stream()).toList();
    LogFormatException.require(
        all.stream().allMatch(key -> keys.add(key.key())), "one key stands for two");
    LogFormatException.require(
        log.type() == SignatureType.ED25519
            && witnesses.stream().allMatch(key -> key.type() == SignatureType.COSIGNATURE),
        "a key is not of its type");
    LogFormatException.require(
        threshold >= 0 && threshold <= witnesses.size(), "a threshold that nothing can reach");
  }

  /** {@link #check}, whatever the time: for what was kept as evidence. */
  public Verdict checkSignatures(SignedCheckpoint signed) {
    Checkpoint checkpoint = signed.checkpoint();
    if (!checkpoint.origin().equals(origin)) {
      return new Verdict.OtherOrigin();
    }
    String text = checkpoint.text();
    boolean signedByLog = false;
    Map<VerifierKey, Cosignature> newest = new LinkedHashMap<>();
    for (NoteSignature line : signed.signatures()) {
      for (VerifierKey key : keysNamed(line)) {
        if (!key.verifies(line, text)) {
          return new Verdict.BadSignature(key.name());
        }
        switch (key.type()) {
          case ED25519 -> signedByLog = true;
          case COSIGNATURE ->
              newest.merge(
                  key,
                  new Cosignature(key, Cosignature.seconds(line)),
                  (one, other) -> one.seconds() >= other.seconds() ? one : other);
        }
      }
    }
    if (!signedByLog) {
      return new Verdict.NotSigned();
    }
    return newest.size() < threshold
        ? new Verdict.NoQuorum(newest.size(), threshold)
        : new Verdict.Accepted(checkpoint, List.copyOf(newest.values()));
  }

  /** Signatures, quorum and age: a cosignature counts that is at most {@code maxAge} old. */
  public Verdict check(SignedCheckpoint signed, Instant now) {
    Verdict verdict = checkSignatures(signed);
    if (!(verdict instanceof Verdict.Accepted accepted)) {
      return verdict;
    }
    long oldest = now.minus(maxAge).getEpochSecond();
    long newest = now.plus(AHEAD).getEpochSecond();
    List<Cosignature> fresh =
        accepted.cosignatures().stream()
            .filter(cosignature -> cosignature.seconds() >= oldest)
            .filter(cosignature -> cosignature.seconds() <= newest)
            .toList();
    return fresh.size() < threshold
        ? new Verdict.Stale(fresh.size(), threshold)
        : new Verdict.Accepted(accepted.checkpoint(), fresh);
  }

  private List<VerifierKey> keysNamed(NoteSignature line) {
    return Stream.concat(Stream.of(log), witnesses.stream())
        .filter(key -> key.named(line))
        .toList();
  }
}
