package org.sealward.client;

import java.util.Optional;
import org.sealward.api.LogDescription;
import org.sealward.api.StoredMessage;
import org.sealward.client.error.LogException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.PublicBundle;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.TreeHead;

/** The deployment has none: the first keys seen are believed (protocol §3.6). */
final class NoKeyLog implements KeyLog {
  @Override
  public void look() {}

  @Override
  public void lookIfThere() {}

  @Override
  public void require(KeyHistory shown, KeyHistory believed) {}

  @Override
  public void requireOwn(KeyHistory own) {}

  @Override
  public boolean hasOthers(PublicBundle newest) {
    return false;
  }

  @Override
  public Optional<LogProof> proof(PublicBundle bundle) {
    return Optional.empty();
  }

  @Override
  public Optional<LogDescription> description() {
    return Optional.empty();
  }

  @Override
  public Optional<TreeHead> head() {
    return Optional.empty();
  }

  @Override
  public void compare(TreeHead told, StoredMessage message) {}

  @Override
  public Bytes checkpoint() {
    return Bytes.EMPTY;
  }

  @Override
  public void continues(Bytes kept) {
    if (kept.length() > 0) {
      throw new LogException(LogException.Reason.LOG_MISSING);
    }
  }
}
