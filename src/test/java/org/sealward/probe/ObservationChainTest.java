package org.sealward.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.api.ObservationsTaken;
import org.sealward.api.ObservedRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation;
import org.sealward.envelope.Observation.Ending;
import org.sealward.envelope.Observation.Result;
import org.sealward.envelope.Observation.Step;
import org.sealward.envelope.OwnProberKey;
import org.sealward.envelope.SecretBytes;
import org.sealward.envelope.SignedObservation;
import org.sealward.envelope.VerifyingKey;

final class ObservationChainTest {
  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
  private static final OwnProberKey KEY = key(7);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("observations");
  }

  private static OwnProberKey key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new OwnProberKey(SecretBytes.copyOf(bytes));
  }

  private ObservationChain open() throws IOException {
    return ObservationChain.open(file, "sofia", KEY, 100);
  }

  /** One whose first step took as many milliseconds as its number, to tell it by. */
  private static Observation append(ObservationChain chain) throws IOException {
    long number = chain.next();
    return chain.append(BEGIN.plusSeconds(15 * number), steps(number));
  }

  private static List<Result> steps(long milliseconds) {
    return List.of(new Result(Step.SITE, Ending.WORKED, Duration.ofMillis(milliseconds)));
  }

  private ObservationChain of(int observations) throws IOException {
    ObservationChain chain = open();
    for (int i = 0; i < observations; i++) {
      append(chain);
    }
    return chain;
  }

  private static List<Observation> all(ObservationChain chain) throws IOException {
    return chain.from(1, 1000).stream()
        .map(ObservedRecord::record)
        .map(Observation::decode)
        .toList();
  }

  private static List<Long> milliseconds(ObservationChain chain) throws IOException {
    return all(chain).stream().map(o -> o.steps().getFirst().took().toMillis()).toList();
  }

  /** Signed, numbered from {@code first} on, each naming the one before. */
  private static void assertSound(ObservationChain chain, long first, Bytes previous)
      throws IOException {
    long number = first;
    Bytes head = previous;
    for (ObservedRecord record : chain.from(1, 1000)) {
      Observation observation = Observation.decode(record.record());
      assertThat(observation.number()).isEqualTo(number++);
      assertThat(observation.previous()).isEqualTo(head);
      assertThat(new SignedObservation(observation, record.signature()))
          .matches(signed -> signed.isBy(VerifyingKey.checked(KEY.publicKey())));
      head = observation.hash();
    }
    assertThat(chain.next()).isEqualTo(number);
  }

  private static ObservationsTaken taken(long next, Bytes previous) {
    return new ObservationsTaken(next, previous, BEGIN);
  }

  @Test
  void chain_goesOnAfterARestart() throws IOException {
    try (ObservationChain chain = of(3)) {
      assertSound(chain, 1, Observation.NOTHING);
    }
    try (ObservationChain chain = open()) {
      assertThat(chain.latest()).isEqualTo(BEGIN.plusSeconds(45));
      append(chain);

      assertSound(chain, 1, Observation.NOTHING);
      assertThat(milliseconds(chain)).containsExactly(1L, 2L, 3L, 4L);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void lastRecord_tornByACrash_isCutOff_andTheChainGoesOn() throws IOException {
    of(2).close();
    long two = Files.size(file);
    try (ObservationChain chain = open()) {
      append(chain);
    }
    byte[] whole = Files.readAllBytes(file);
    for (int length = (int) two + 1; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      try (ObservationChain chain = open()) {
        assertThat(chain.next()).isEqualTo(3);
        assertThat(Files.size(file)).isEqualTo(two);
        append(chain);
        assertSound(chain, 1, Observation.NOTHING);
      }
    }
    // The control: a file that was not torn keeps all three.
    Files.write(file, whole);
    try (ObservationChain chain = open()) {
      assertThat(chain.next()).isEqualTo(4);
    }
  }

  @Test
  void record_thatItsSignatureDoesNotFit_isCutOff() throws IOException {
    of(2).close();
    byte[] content = Files.readAllBytes(file);
    content[content.length - 1] ^= 1;
    Files.write(file, content);

    try (ObservationChain chain = open()) {
      assertThat(chain.next()).isEqualTo(2);
    }
  }

  /** Both are the prober's own, well signed, and of the number that follows. */
  @Test
  void record_ofAnotherChain_isCutOff() throws IOException {
    of(2).close();
    byte[] two = Files.readAllBytes(file);
    Files.delete(file);
    try (ObservationChain other = open()) {
      other.append(BEGIN, steps(77));
      append(other);
      append(other);
    }
    byte[] others = Files.readAllBytes(file);
    byte[] third = Arrays.copyOfRange(others, others.length / 3 * 2, others.length);
    Files.write(file, two);
    Files.write(file, third, StandardOpenOption.APPEND);

    try (ObservationChain chain = open()) {
      assertThat(chain.next()).isEqualTo(3);
    }
    // The control: where it belongs it is taken.
    Files.write(file, others);
    try (ObservationChain chain = open()) {
      assertThat(chain.next()).isEqualTo(4);
    }
  }

  @Test
  void zeros_afterTheLastRecord_areCutOff() throws IOException {
    of(2).close();
    Files.write(file, new byte[4096], StandardOpenOption.APPEND);

    try (ObservationChain chain = open()) {
      append(chain);
      assertSound(chain, 1, Observation.NOTHING);
    }
  }

  @Test
  void folder_ofAnotherLocation_isRefused() throws IOException {
    of(1).close();

    assertThatThrownBy(() -> ObservationChain.open(file, "varna", KEY, 100))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'sofia'");
  }

  @Test
  void service_thatLostSome_isGivenThemAgain() throws IOException {
    try (ObservationChain chain = of(5)) {
      assertThat(chain.settle(taken(6, all(chain).getLast().hash()))).isEqualTo(6);

      long next = chain.settle(taken(3, all(chain).get(1).hash()));

      assertThat(chain.from(next, 1000)).hasSize(3);
      assertSound(chain, 1, Observation.NOTHING);
    }
  }

  @Test
  void service_thatLostAll_isGivenAllAgain() throws IOException {
    try (ObservationChain chain = of(5)) {
      chain.settle(taken(6, all(chain).getLast().hash()));

      assertThat(chain.settle(taken(1, Observation.NOTHING))).isEqualTo(1);
      assertThat(milliseconds(chain)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }
  }

  @Test
  void disk_thatWasLost_goesOnFromWhatTheServiceHas() throws IOException {
    Bytes head = hash(9);
    try (ObservationChain chain = open()) {
      assertThat(chain.settle(taken(40, head))).isEqualTo(40);
      append(chain);
      append(chain);

      assertSound(chain, 40, head);
    }
    try (ObservationChain chain = open()) {
      assertSound(chain, 40, head);
    }
  }

  /** Nothing was made between the question and the restart. */
  @Test
  void disk_thatWasLost_goesOnAfterARestartToo() throws IOException {
    try (ObservationChain chain = open()) {
      chain.settle(taken(40, hash(9)));
    }
    try (ObservationChain chain = open()) {
      append(chain);
      assertThat(chain.settle(taken(40, hash(9)))).isEqualTo(40);

      assertSound(chain, 40, hash(9));
      assertThat(milliseconds(chain)).containsExactly(1L);
    }
  }

  @Test
  void observations_ofTheFuture_areDropped_unlessTheServiceHasThem() throws IOException {
    try (ObservationChain chain = of(4)) {
      assertThat(chain.dropAfter(BEGIN.plusSeconds(60))).isZero();
      assertThat(chain.dropAfter(BEGIN.plusSeconds(45))).isEqualTo(1);
      assertThat(milliseconds(chain)).containsExactly(1L, 2L, 3L);

      chain.settle(taken(3, all(chain).get(1).hash()));
      assertThat(chain.dropAfter(BEGIN)).isEqualTo(1);
      assertThat(chain.latest()).isEqualTo(BEGIN.plusSeconds(30));
      append(chain);
      assertSound(chain, 1, Observation.NOTHING);
    }
  }

  @Test
  void observations_ofTheFuture_areDropped_alsoTheFirstAfterALoss() throws IOException {
    try (ObservationChain chain = open()) {
      chain.settle(taken(40, hash(9)));
      append(chain);
      assertThat(chain.dropAfter(BEGIN)).isEqualTo(1);
      append(chain);

      assertSound(chain, 40, hash(9));
    }
  }

  @Test
  void observations_madeBeforeTheServiceSaidSo_moveBehindWhatItHas() throws IOException {
    try (ObservationChain chain = of(2)) {
      assertThat(chain.settle(taken(40, hash(9)))).isEqualTo(40);

      assertSound(chain, 40, hash(9));
      assertThat(milliseconds(chain)).containsExactly(1L, 2L);
      assertThat(all(chain).getFirst().at()).isEqualTo(BEGIN.plusSeconds(15));
    }
  }

  /** A copy of the disk of some time ago. */
  @Test
  void disk_ofSomeTimeAgo_movesOnlyWhatTheServiceHasNot() throws IOException {
    try (ObservationChain chain = of(3)) {
      chain.settle(taken(4, all(chain).getLast().hash()));
    }
    try (ObservationChain chain = open()) {
      append(chain);
      append(chain);

      assertThat(chain.settle(taken(40, hash(9)))).isEqualTo(40);

      assertSound(chain, 40, hash(9));
      assertThat(milliseconds(chain)).containsExactly(4L, 5L);
    }
  }

  @Test
  void service_thatLostMoreThanIsStillHere_isGivenWhatIs() throws IOException {
    try (ObservationChain chain = ObservationChain.open(file, "sofia", KEY, 2)) {
      for (int i = 0; i < 6; i++) {
        append(chain);
      }
      chain.settle(taken(7, all(chain).getLast().hash()));
      assertThat(milliseconds(chain)).containsExactly(5L, 6L);

      assertThat(chain.settle(taken(3, hash(9)))).isEqualTo(3);

      assertSound(chain, 3, hash(9));
      assertThat(milliseconds(chain)).containsExactly(5L, 6L);
    }
  }

  @Test
  void delivered_areKeptForAWhile_thenTrimmed() throws IOException {
    try (ObservationChain chain = ObservationChain.open(file, "sofia", KEY, 3)) {
      for (int i = 0; i < 8; i++) {
        append(chain);
      }
      chain.settle(taken(6, all(chain).get(4).hash()));
      assertThat(milliseconds(chain)).hasSize(8);

      chain.settle(taken(8, all(chain).get(6).hash()));

      assertThat(milliseconds(chain)).containsExactly(5L, 6L, 7L, 8L);
      append(chain);
      assertThat(chain.next()).isEqualTo(10);
    }
    try (ObservationChain chain = open()) {
      assertThat(chain.next()).isEqualTo(10);
      assertThat(all(chain).getFirst().number()).isEqualTo(5);
    }
  }

  private static Bytes hash(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return Bytes.of(bytes);
  }
}
