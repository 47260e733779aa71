package org.sealward.status;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.sealward.limits.Limits;
import org.sealward.notify.Mail;
import org.sealward.notify.Notice;
import org.sealward.notify.Outbox;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Transactions;

/**
 * Who is told by mail. An address is kept once whoever reads its mail has typed the code that was
 * sent there; until then it is in the outbox alone, for two hours at most.
 */
@Singleton
class Subscriptions {
  private static final Duration CODE_LASTS = Duration.ofHours(2);

  private final StatusProperties properties;
  private final StatusBoard board;
  private final Mail mail;
  private final Limits limits;
  private final Transactions transactions;
  private final Clock clock;

  Subscriptions(
      StatusProperties properties,
      StatusBoard board,
      Mail mail,
      Limits limits,
      Transactions transactions,
      Clock clock) {
    this.properties = properties;
    this.board = board;
    this.mail = mail;
    this.limits = limits;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Whether anybody can subscribe. */
  boolean offered() {
    return properties.contract() != null && properties.secret() != null && mail.offered();
  }

  private StatusSecret secret() {
    String secret = properties.secret();
    if (secret == null || !offered()) {
      throw new Problem(
          StatusProblem.SUBSCRIPTIONS_NOT_OFFERED, "The feed, /history.atom, tells the same.");
    }
    return new StatusSecret(secret);
  }

  /**
   * Mails a code. Whoever asks learns nothing of the address.
   *
   * @throws Problem {@link StatusProblem#SUBSCRIPTIONS_NOT_OFFERED}, {@link
   *     GeneralProblem#INVALID_REQUEST}, {@link GeneralProblem#TOO_MANY_REQUESTS}
   */
  void ask(HttpRequest<?> request, String address) {
    StatusSecret secret = secret();
    String email = same(address);
    if (limits.countCode(request, counted(email))) {
      Instant now = clock.instant();
      String name = board.requireOffered().name();
      Notice code =
          Notice.of(
                  Mail.CHANNEL,
                  email,
                  "Your code for the status of " + name,
                  """
                  Somebody, most likely you, asked that this address be told of the status of %s.

                  Type this code on the page where you were: %s

                  It is good for an hour at least. If it was not you, do nothing: then no more mails come, and the \
                  address is not kept.
                  """
                      .formatted(name, secret.code(email, now)),
                  now)
              .until(now.plus(CODE_LASTS));
      try {
        transactions.write(
            unit -> {
              Outbox.add(unit.connection(), code);
              return code.id();
            });
      } catch (RuntimeException e) {
        limits.uncountCode(counted(email));
        throw e;
      }
    }
  }

  /**
   * Keeps the address, if the code is right.
   *
   * @throws Problem {@link StatusProblem#SUBSCRIPTION_CODE_REFUSED}, and those of {@link #ask}
   */
  void confirm(HttpRequest<?> request, String address, String code) {
    StatusSecret secret = secret();
    String email = same(address);
    limits.countGuess(request, counted(email));
    Instant now = clock.instant();
    if (!secret.takes(email, code, now)) {
      throw new Problem(
          StatusProblem.SUBSCRIPTION_CODE_REFUSED, "Type the one of the newest mail, or ask anew.");
    }
    transactions.write(
        unit -> {
          SubscriberTables.subscribe(unit.connection(), email, now);
          return email;
        });
  }

  /** Forgets a subscriber, and what still waits for them. */
  void end(UUID id) {
    transactions.write(
        unit -> {
          var email = SubscriberTables.unsubscribe(unit.connection(), id);
          if (email.isPresent()) {
            Outbox.forget(unit.connection(), Mail.CHANNEL, email.get());
          }
          return id;
        });
  }

  /** Mailboxes do not tell upper from lower case, whatever they might. */
  private static String same(String address) {
    String email = address.strip().toLowerCase(Locale.ROOT);
    if (!Mail.isPublicAddress(email)) {
      throw new Problem(GeneralProblem.INVALID_REQUEST, "It is not an e-mail address.");
    }
    return email;
  }

  /** Many mailboxes are one with whatever stands behind a plus. */
  private static String counted(String email) {
    return email.replaceFirst("\\+[^@]*@", "@");
  }
}
