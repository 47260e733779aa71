package org.sealward.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealward.api.StoredMessage;
import org.sealward.client.error.LogException;
import org.sealward.client.error.LogException.Reason;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.Bytes;
import org.sealward.transparency.LeafFinding;
import org.sealward.transparency.LoggedLeaf;
import org.sealward.transparency.SignedCheckpoint;

/**
 * What proves that the log contradicts itself, kept on the device. Lines of text: the reason, then
 * {@code checkpoint} and {@code entry}, each followed by base64url, an entry by its index first.
 */
final class LogEvidence {
  private final DeviceStore device;
  private final String key;
  private volatile @Nullable String kept;

  LogEvidence(DeviceStore device, String key) {
    this.device = device;
    this.key = key;
    this.kept =
        device
            .get(key)
            .map(text -> new String(text.toArray(), StandardCharsets.UTF_8))
            .orElse(null);
  }

  /**
   * @throws LogException when there is some
   */
  void requireNone() {
    String text = kept;
    if (text != null) {
      throw new LogException(reason(text), text);
    }
  }

  private static Reason reason(String text) {
    return Arrays.stream(Reason.values())
        .filter(reason -> text.startsWith(reason.name() + "\n"))
        .findFirst()
        .orElse(Reason.CONTRADICTION);
  }

  /** Keeps two checkpoints that cannot both be true. */
  LogException split(SignedCheckpoint one, SignedCheckpoint other) {
    return keep(Reason.SPLIT_VIEW, Stream.of(line(one), line(other)));
  }

  /** Keeps leaves that must not be in a log, with the checkpoint that has them. */
  LogException contradiction(SignedCheckpoint checkpoint, List<LeafFinding> findings) {
    return keep(
        Reason.CONTRADICTION,
        Stream.concat(Stream.of(line(checkpoint)), findings.stream().flatMap(LogEvidence::lines)));
  }

  /**
   * Keeps the message of a sender who says to have seen another log. That is the sender's word
   * alone, so it does not end anything.
   */
  LogException otherView(Optional<SignedCheckpoint> own, StoredMessage message) {
    Bytes said = Bytes.of(Json.write(message));
    String lines = own.map(LogEvidence::line).orElse("") + "\nmessage " + said.base64Url() + "\n";
    device.put(key + ".told", Bytes.utf8(Reason.OTHER_VIEW + "\n" + lines));
    return new LogException(Reason.OTHER_VIEW);
  }

  private LogException keep(Reason reason, Stream<String> lines) {
    StringBuilder text = new StringBuilder(reason.name()).append('\n');
    lines.forEach(line -> text.append(line).append('\n'));
    device.put(key, Bytes.utf8(text.toString()));
    kept = text.toString();
    return new LogException(reason, text.toString());
  }

  private static String line(SignedCheckpoint checkpoint) {
    return "checkpoint " + checkpoint.encode().base64Url();
  }

  private static Stream<String> lines(LeafFinding finding) {
    return switch (finding) {
      case LeafFinding.Repeated(LoggedLeaf first, LoggedLeaf second) ->
          Stream.of(line(first), line(second));
      case LeafFinding.OutOfOrder(LoggedLeaf newest, LoggedLeaf next) ->
          newest == null ? Stream.of(line(next)) : Stream.of(line(newest), line(next));
      case LeafFinding.Foreign(long index, Bytes entry) -> Stream.of(line(index, entry));
    };
  }

  private static String line(LoggedLeaf leaf) {
    return line(leaf.index(), leaf.leaf().encode());
  }

  private static String line(long index, Bytes entry) {
    return "entry " + index + " " + entry.base64Url();
  }
}
