package org.sealward.transparency;

import java.util.List;

/**
 * Two checkpoints of one log and one size with different roots: the log shows different people
 * different things, and has signed both. To be kept and shown.
 */
public record SplitView(SignedCheckpoint one, SignedCheckpoint other) {
  public SplitView {
    LogFormatException.require(contradict(one, other), "the checkpoints do not contradict");
  }

  /**
   * Whether the two say different things of one log at one size; their signatures are not looked
   * at.
   */
  public static boolean contradict(SignedCheckpoint one, SignedCheckpoint other) {
    return one.checkpoint().origin().equals(other.checkpoint().origin())
        && one.checkpoint().head().size() == other.checkpoint().head().size()
        && !one.checkpoint().head().equals(other.checkpoint().head());
  }

  /** Whether the log's own key has signed both, so that nobody else can have made them. */
  public boolean provenAgainst(LogPolicy policy) {
    LogPolicy logAlone =
        new LogPolicy(policy.origin(), policy.log(), List.of(), 0, policy.maxAge());
    return logAlone.checkSignatures(one) instanceof Verdict.Accepted
        && logAlone.checkSignatures(other) instanceof Verdict.Accepted;
  }
}
