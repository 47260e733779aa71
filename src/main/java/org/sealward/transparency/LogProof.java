package org.sealward.transparency;

import static org.sealward.transparency.LogFormatException.require;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;

/**
 * That an entry is in a log, for somebody who is offline (C2SP tlog-proof).
 *
 * @param extra what an application adds, at least one byte; nobody signs it
 */
public record LogProof(
    @Nullable Bytes extra, InclusionProof inclusion, SignedCheckpoint checkpoint) {
  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra";
  private static final String INDEX = "index";

  public LogProof {
    require(extra == null || extra.length() > 0, "an empty extra is none");
  }

  /** Strict; at most 512 KiB. */
  public static LogProof parse(Bytes proof) {
    String text = LogText.decode(proof);
    int blank = text.indexOf("\n\n");
    require(blank >= 0, "no blank line before the checkpoint");
    List<String> lines = LogText.lines(text.substring(0, blank + 1));
    require(lines.getFirst().equals(HEADER) && lines.size() > 1, "not a proof of a log");
    boolean hasExtra = lines.get(1).startsWith(EXTRA + " ");
    int at = hasExtra ? 2 : 1;
    require(lines.size() > at, "no index");
    return new LogProof(
        hasExtra ? LogText.base64(LogText.after(EXTRA, lines.get(1))) : null,
        new InclusionProof(
            LogText.number(LogText.after(INDEX, lines.get(at))),
            LogText.path(lines.subList(at + 1, lines.size()))),
        SignedCheckpoint.of(SignedNote.parse(text.substring(blank + 2))));
  }

  public Bytes encode() {
    return Bytes.utf8(
        HEADER
            + "\n"
            + (extra == null ? "" : EXTRA + " " + LogText.base64(extra) + "\n")
            + INDEX
            + " "
            + inclusion.index()
            + "\n"
            + LogText.pathLines(inclusion.path())
            + "\n"
            + checkpoint.text());
  }

  /** That the log had the entry at a time that the policy calls recent. */
  public Verdict verify(Bytes entry, LogPolicy policy, Instant now) {
    return included(entry, policy.check(checkpoint, now));
  }

  /** That the log had the entry at some time. */
  public Verdict verify(Bytes entry, LogPolicy policy) {
    return included(entry, policy.checkSignatures(checkpoint));
  }

  private Verdict included(Bytes entry, Verdict verdict) {
    return verdict instanceof Verdict.Accepted accepted
            && !inclusion.verifiesEntry(entry, accepted.checkpoint().head())
        ? new Verdict.NotIncluded()
        : verdict;
  }
}
