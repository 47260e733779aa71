package org.sealward.conversation;

import java.time.Clock;
import java.util.function.Consumer;
import org.sealward.TestService;
import org.sealward.platform.Transactions;

/** The sweep of old messages as at another time. */
public final class RetentionSweep {
  private RetentionSweep() {}

  /** Sweeps messages, then hands over what tells others what is old. */
  public static void at(TestService service, Clock clock, Consumer<Retention> then) {
    Retention retention =
        new Retention(
            service.bean(MessageErasure.class),
            service.bean(LegalHolds.class),
            service.bean(Transactions.class),
            clock);
    retention.sweep();
    then.accept(retention);
  }
}
