package org.sealward.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealward.api.LogDescription;
import org.sealward.api.StoredMessage;
import org.sealward.client.error.LogException;
import org.sealward.client.error.LogException.Reason;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.SealwardException;
import org.sealward.client.error.UnreachableException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SignedBundle;
import org.sealward.transparency.KeyTail;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.LoggedLeaf;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.SplitView;
import org.sealward.transparency.TreeHead;
import org.sealward.transparency.Verdict;

/**
 * A log that the client reads whole (protocol §11.5), and whose checkpoints its policy believes.
 */
final class WatchedKeyLog implements KeyLog {
  /** So old a look is as good as a new one: leaves come into the log a moment late anyhow. */
  private static final Duration RECENT = Duration.ofMinutes(1);

  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final int TOO_MANY_REQUESTS = 429;

  private final LogSource source;
  private final LogPolicy policy;
  private final boolean pinned;
  private final LogCopy copy;
  private final LogEvidence evidence;
  private final Clock clock;
  private final Duration patience;

  /** Leaf hashes that were found, so that long histories are not searched again. */
  private final Set<KeyLeaf> found = new HashSet<>();

  private final Set<TreeHead> agreed = new HashSet<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Instant looked;

  /** When the log could not be had. */
  private @Nullable Instant missed;

  /** Of another device of the user; null once the log was seen to go on from it. */
  private @Nullable SignedCheckpoint elsewhere;

  WatchedKeyLog(
      LogSource source,
      LogTrust trust,
      LogCopy copy,
      LogEvidence evidence,
      Clock clock,
      Duration patience) {
    this.source = source;
    this.policy = trust.policy();
    this.pinned = trust.pinned();
    this.copy = copy;
    this.evidence = evidence;
    this.clock = clock;
    this.patience = patience;
  }

  @Override
  public void look() {
    locked(
        () -> {
          if (!isRecent(looked)) {
            read();
          }
          return copy;
        });
  }

  @Override
  public void lookIfThere() {
    locked(() -> isThere(this::look));
  }

  /** Whether it went well; false for what may be better later, which is left alone for a while. */
  private boolean isThere(Runnable look) {
    if (isRecent(missed)) {
      return false;
    }
    try {
      look.run();
      return true;
    } catch (SealwardException e) {
      if (!mayPass(e)) {
        throw e;
      }
      missed = clock.instant();
      return false;
    }
  }

  private static boolean mayPass(SealwardException failure) {
    return switch (failure) {
      case UnreachableException _ -> true;
      case ProblemException e -> e.status() / 100 == 5 || e.status() == TOO_MANY_REQUESTS;
      case LogException e -> e.reason() == Reason.STALE || e.reason() == Reason.NO_QUORUM;
      default -> false;
    };
  }

  private boolean isRecent(@Nullable Instant time) {
    Instant now = clock.instant();
    return time != null && !now.isBefore(time) && !now.isAfter(time.plus(RECENT));
  }

  /** Everything up to the newest checkpoint. */
  private void read() {
    SignedCheckpoint next = source.checkpoint();
    requireBelieved(policy.check(next, clock.instant()));
    TreeHead head = next.checkpoint().head();
    Optional<SignedCheckpoint> last = copy.checkpoint();
    if (last.isPresent() && SplitView.contradict(last.get(), next)) {
      throw evidence.split(last.get(), next);
    }
    if (last.isPresent() && head.size() < copy.size()) {
      if (!copy.at(head.size()).equals(head)) {
        throw evidence.split(last.get(), next);
      }
      throw new LogException(Reason.ROLLED_BACK);
    }
    switch (copy.append(source.entries(copy.size(), head.size()), next)) {
      case KeyTail.Reading.OtherTree() -> throw new LogException(Reason.NOT_CONTINUED);
      case KeyTail.Reading.Read(var findings) -> {
        if (!findings.isEmpty()) {
          throw evidence.contradiction(next, findings);
        }
      }
    }
    requireElsewhere();
    missed = null;
    looked = clock.instant();
  }

  private static void requireBelieved(Verdict verdict) {
    switch (verdict) {
      case Verdict.Accepted _ -> {}
      case Verdict.OtherOrigin() -> throw new LogException(Reason.OTHER_LOG);
      case Verdict.NotSigned() -> throw new LogException(Reason.NOT_SIGNED);
      case Verdict.BadSignature(_) -> throw new LogException(Reason.NOT_SIGNED);
      case Verdict.NoQuorum(_, _) -> throw new LogException(Reason.NO_QUORUM);
      case Verdict.Stale(_, _) -> throw new LogException(Reason.STALE);
      case Verdict.NotIncluded() -> throw new LogException(Reason.NOT_LOGGED);
    }
  }

  /** What another device saw must be how this log begins. */
  private void requireElsewhere() {
    SignedCheckpoint seen = elsewhere;
    if (seen == null || copy.checkpoint().isEmpty()) {
      return;
    }
    TreeHead head = seen.checkpoint().head();
    if (head.size() > copy.size()) {
      throw new LogException(Reason.ROLLED_BACK);
    }
    if (!copy.at(head.size()).equals(head)) {
      throw evidence.split(seen, copy.checkpoint().get());
    }
    elsewhere = null;
  }

  @Override
  public void require(KeyHistory shown, KeyHistory believed) {
    locked(
        () -> {
          PublicBundle newest = believed.newest().bundle();
          await(newest);
          for (SignedBundle signed : believed.bundles()) {
            if (!isLogged(KeyLeaf.of(signed.bundle()))) {
              throw new LogException(Reason.OTHER_KEYS, newest.userId());
            }
          }
          requireNoneWithheld(shown);
          return newest;
        });
  }

  private void await(PublicBundle bundle) {
    KeyLeaf leaf = KeyLeaf.of(bundle);
    long deadline = System.nanoTime() + patience.toNanos();
    Duration wait = FIRST_WAIT;
    for (boolean again = false; !isLogged(leaf); again = true) {
      if (newestVersion(leaf.userTag()) >= bundle.version()) {
        throw new LogException(Reason.OTHER_KEYS, bundle.userId());
      }
      if (again) {
        if (System.nanoTime() > deadline) {
          throw new LogException(Reason.NOT_LOGGED, bundle.userId());
        }
        LockSupport.parkNanos(wait.toNanos());
        wait =
            wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
      }
      read();
    }
  }

  private boolean isLogged(KeyLeaf leaf) {
    if (!found.contains(leaf) && copy.index(leaf).isPresent()) {
      found.add(leaf);
    }
    return found.contains(leaf);
  }

  private int newestVersion(Bytes userTag) {
    return copy.newest(userTag).map(newest -> newest.leaf().version()).orElse(0);
  }

  private void requireNoneWithheld(KeyHistory shown) {
    PublicBundle newest = shown.newest().bundle();
    if (newestVersion(KeyLeaf.userTag(newest.userId())) > newest.version()) {
      throw new LogException(Reason.KEYS_WITHHELD, newest.userId());
    }
  }

  @Override
  public void requireOwn(KeyHistory own) {
    locked(
        () -> {
          requireNoneWithheld(own);
          PublicBundle newest = own.newest().bundle();
          copy.newest(KeyLeaf.userTag(newest.userId()))
              .map(LoggedLeaf::leaf)
              .filter(leaf -> !KeyLeaf.of(version(own, leaf.version())).equals(leaf))
              .ifPresent(
                  _ -> {
                    throw new LogException(Reason.OTHER_KEYS, newest.userId());
                  });
          return own;
        });
  }

  private static PublicBundle version(KeyHistory history, int version) {
    return history.bundles().get(version - 1).bundle();
  }

  @Override
  public boolean hasOthers(PublicBundle newest) {
    return locked(
        () ->
            copy.newest(KeyLeaf.userTag(newest.userId()))
                .filter(last -> last.leaf().version() >= newest.version())
                .filter(last -> !last.leaf().equals(KeyLeaf.of(newest)))
                .isPresent());
  }

  @Override
  public Optional<LogProof> proof(PublicBundle bundle) {
    return locked(
        () -> {
          await(bundle);
          return Optional.of(copy.proof(copy.index(KeyLeaf.of(bundle)).orElseThrow()));
        });
  }

  @Override
  public Optional<LogDescription> description() {
    return Optional.of(source.description(policy));
  }

  @Override
  public Optional<TreeHead> head() {
    return locked(() -> copy.checkpoint().map(newest -> newest.checkpoint().head()));
  }

  @Override
  public void compare(TreeHead told, StoredMessage message) {
    locked(
        () -> {
          if (agreed.contains(told)) {
            return told;
          }
          if (told.size() > copy.size() && !isThere(this::read)) {
            return told;
          }
          if (told.size() > copy.size() || !copy.at(told.size()).equals(told)) {
            throw evidence.otherView(copy.checkpoint(), message);
          }
          agreed.add(told);
          return told;
        });
  }

  @Override
  public Bytes checkpoint() {
    return locked(() -> copy.checkpoint().map(SignedCheckpoint::encode).orElse(Bytes.EMPTY));
  }

  @Override
  public void continues(Bytes kept) {
    if (kept.length() == 0) {
      return;
    }
    SignedCheckpoint seen = parsed(kept);
    if (!seen.checkpoint().origin().equals(policy.origin())) {
      if (pinned) {
        return;
      }
      throw new LogException(Reason.OTHER_LOG);
    }
    locked(
        () -> {
          elsewhere = seen;
          if (seen.checkpoint().head().size() <= copy.size() || isThere(this::read)) {
            requireElsewhere();
          }
          return seen;
        });
  }

  private static SignedCheckpoint parsed(Bytes note) {
    try {
      return SignedCheckpoint.parse(note);
    } catch (LogFormatException e) {
      throw new LogException(Reason.LOG_MALFORMED, e);
    }
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      evidence.requireNone();
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
