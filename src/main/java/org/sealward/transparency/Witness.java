package org.sealward.transparency;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sealward.envelope.Bytes;

/**
 * What a witness decides (C2SP tlog-witness). It keeps nothing: whoever asks it reads the newest
 * head, asks, and stores the next one, and lets nobody in between.
 */
public final class Witness {
  private final Map<String, List<VerifierKey>> logs;

  /**
   * Knows these logs.
   *
   * @param logs the keys of each origin, of which one must have signed
   */
  public Witness(Map<String, List<VerifierKey>> logs) {
    LogFormatException.require(
        logs.values().stream()
            .flatMap(List::stream)
            .allMatch(key -> key.type() == SignatureType.ED25519),
        "not the key of a log");
    this.logs = Map.copyOf(logs);
  }

  /**
   * The answer to the body of a request.
   *
   * @param newest the head of an origin that was cosigned last, {@link TreeHead#EMPTY} for none;
   *     asked for known origins only
   */
  public WitnessAnswer answer(Bytes body, Function<String, TreeHead> newest) {
    AddCheckpoint request;
    try {
      request = AddCheckpoint.parse(body);
    } catch (LogFormatException e) {
      return new WitnessAnswer.BadRequest();
    }
    Checkpoint checkpoint = request.checkpoint().checkpoint();
    List<VerifierKey> keys = logs.get(checkpoint.origin());
    if (keys == null) {
      return new WitnessAnswer.UnknownLog();
    }
    if (!signed(request.checkpoint(), keys)) {
      return new WitnessAnswer.Forbidden();
    }
    if (request.oldSize() > checkpoint.head().size()) {
      return new WitnessAnswer.BadRequest();
    }
    TreeHead last = newest.apply(checkpoint.origin());
    if (request.oldSize() != last.size()) {
      return new WitnessAnswer.OtherSize(last.size());
    }
    return request.proof().verifies(last, checkpoint.head())
        ? new WitnessAnswer.Cosign(checkpoint)
        : new WitnessAnswer.Inconsistent();
  }

  /** By a key at least, and every line that names one of them is its own. */
  private static boolean signed(SignedCheckpoint signed, List<VerifierKey> keys) {
    String text = signed.checkpoint().text();
    boolean found = false;
    for (NoteSignature line : signed.signatures()) {
      for (VerifierKey key : keys) {
        if (key.named(line)) {
          if (!key.verifies(line, text)) {
            return false;
          }
          found = true;
        }
      }
    }
    return found;
  }
}
