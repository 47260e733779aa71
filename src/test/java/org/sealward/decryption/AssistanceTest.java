package org.sealward.decryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.micronaut.context.exceptions.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.TestService;
import org.sealward.client.AdjustedClock;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Transactions;

/** What a process of the service that decrypts does by itself. */
class AssistanceTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private final Clock clock = new AdjustedClock(later);
  private final PublishedKeys published = TestService.get().bean(PublishedKeys.class);
  private final Transactions transactions = TestService.get().bean(Transactions.class);

  /** Of processes that are gone, which nobody is to seal to. */
  @AfterEach
  void removeKeys() throws SQLException {
    try (Connection connection = TestService.get().database().asService();
        Statement statement = connection.createStatement()) {
      statement.execute("delete from assist_key");
    }
  }

  @Test
  void newKey_isPublishedInsteadOfTheOneBefore_whichServesOn() throws Exception {
    Assistance assistance = assistance();
    try {
      assistance.turn();
      UUID first = publishedBy(assistance).getFirst();
      later.set(MINUTE.multipliedBy(5).plus(SECOND));
      assistance.turn();

      assertThat(publishedBy(assistance)).hasSize(1).doesNotContain(first);
      assertThat(assistance.seed(first)).isPresent();
    } finally {
      assistance.close();
    }
  }

  @Test
  void nonce_isKeptForTwoLivesOfAKey_andForgottenThen() throws Exception {
    Bytes kept = AssistPeople.nonce();
    Bytes forgotten = AssistPeople.nonce();
    assertThat(use(kept, MINUTE.multipliedBy(19))).isTrue();
    assertThat(use(forgotten, MINUTE.multipliedBy(20).plus(SECOND))).isTrue();

    Assistance assistance = assistance();
    try {
      assistance.turn();
    } finally {
      assistance.close();
    }

    assertThat(use(kept, Duration.ZERO)).isFalse();
    assertThat(use(forgotten, Duration.ZERO)).isTrue();
  }

  @Test
  void computerThatCouldSwap_isRefused(@TempDir Path root) throws Exception {
    Files.writeString(
        Files.createDirectories(root.resolve("proc")).resolve("swaps"),
        "Filename\tType\tSize\tUsed\tPriority\n/dev/dm-1\tpartition\t8388604\t0\t-2\n");
    Files.writeString(
        Files.createDirectories(root.resolve("proc/self")).resolve("cgroup"), "0::/\n");

    assertThatThrownBy(() -> assistance(new Swap(root)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("swap");
  }

  private Assistance assistance() throws IOException {
    assumeFalse(new Swap().isPossible(), "nothing is decrypted where there is swap");
    return assistance(new Swap());
  }

  private Assistance assistance(Swap swap) throws IOException {
    return new Assistance(
        new DecryptionProperties(1, AssistNode.SIGNING_SEED.base64Url()),
        published,
        transactions,
        clock,
        new WorkerLauncher(),
        swap);
  }

  private List<UUID> publishedBy(Assistance assistance) {
    return published.at(clock.instant()).stream()
        .map(signed -> signed.key().keyId())
        .filter(id -> assistance.seed(id).isPresent())
        .toList();
  }

  private boolean use(Bytes nonce, Duration ago) {
    return transactions.write(
        unit -> UsedNonces.use(unit.connection(), nonce, clock.instant().minus(ago)));
  }
}
