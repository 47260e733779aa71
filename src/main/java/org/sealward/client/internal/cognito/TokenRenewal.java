package org.sealward.client.internal.cognito;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.sealward.client.internal.http.AccessTokens;

/** The tokens of a login, renewed before they expire. Thread-safe; many callers renew once. */
public final class TokenRenewal implements AccessTokens {
  private final UserPool pool;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private Tokens tokens;

  public TokenRenewal(UserPool pool, Clock clock, Tokens tokens) {
    this.pool = pool;
    this.clock = clock;
    this.tokens = tokens;
  }

  /** Tokens with some life left. */
  public Tokens tokens() {
    lock.lock();
    try {
      if (!clock.instant().isBefore(tokens.renewAt())) {
        tokens = pool.renew(tokens);
      }
      return tokens;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String current() {
    return tokens().access();
  }

  @Override
  public Instant renewAt() {
    return tokens().renewAt();
  }

  @Override
  public String insteadOf(String refused) {
    lock.lock();
    try {
      if (tokens.access().equals(refused)) {
        tokens = pool.renew(tokens);
      }
      return tokens.access();
    } finally {
      lock.unlock();
    }
  }
}
