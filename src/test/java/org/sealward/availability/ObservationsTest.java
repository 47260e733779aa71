package org.sealward.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sealward.TestProber;
import org.sealward.TestService;
import org.sealward.api.ObservationBatch;
import org.sealward.api.ObservationsTaken;
import org.sealward.api.ObservedRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation;
import org.sealward.envelope.SignedObservation;

/** What probers deliver, as they deliver it. */
class ObservationsTest {
  private static final TestService SERVICE = TestService.get();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final TestProber prober = TestProber.fresh();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final Instant start = now.minusSeconds(3600);

  private static HttpResponse<String> post(ObservationBatch batch) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(SERVICE.url().resolve("/v1/availability/observations"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(SERVICE.json().writeValueAsBytes(batch)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static ObservationsTaken taken(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Objects.requireNonNull(SERVICE.json().readValue(answer.body(), ObservationsTaken.class));
  }

  private ObservationsTaken deliver(SignedObservation... observations) throws Exception {
    return taken(post(prober.batch(observations)));
  }

  private static void refused(String problem, ObservationBatch batch) throws Exception {
    HttpResponse<String> answer = post(batch);
    assertThat(answer.body()).contains("urn:sealward:problem:" + problem + "\"");
  }

  private void refused(String problem, SignedObservation... observations) throws Exception {
    refused(problem, prober.batch(observations));
  }

  /** Numbers that are kept, with how many bytes of steps each has. */
  private List<Long> kept() throws Exception {
    try (Connection connection = SERVICE.database().asService();
        PreparedStatement select =
            connection.prepareStatement(
                "select array_agg(number order by at) from observation o"
                    + " join prober p on p.id = o.prober where p.location = ?")) {
      select.setString(1, prober.location());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getArray(1) == null ? List.of() : List.of((Long[]) row.getArray(1).getArray());
      }
    }
  }

  @Test
  void chain_inParts_isKeptAndGoesOn() throws Exception {
    assertThat(deliver().next()).isEqualTo(1);
    assertThat(deliver().previous()).isEqualTo(Bytes.of(new byte[32]));
    SignedObservation first = prober.good(start);
    SignedObservation second = prober.bad(start.plusSeconds(15));
    SignedObservation third = prober.blind(start.plusSeconds(30));
    assertThat(deliver(first).previous()).isEqualTo(first.observation().hash());
    ObservationsTaken taken = deliver(second, third);
    assertThat(taken.next()).isEqualTo(4);
    assertThat(taken.previous()).isEqualTo(third.observation().hash());
    assertThat(taken.time()).isBetween(now, Instant.now());
    assertThat(kept()).containsExactly(1L, 2L, 3L);
  }

  /** An answer was lost: the prober sends again what it does not know to be there. */
  @Test
  void observations_again_arePassedOver() throws Exception {
    SignedObservation first = prober.good(start);
    SignedObservation second = prober.good(start.plusSeconds(15));
    deliver(first, second);
    assertThat(deliver(first, second).next()).isEqualTo(3);
    assertThat(deliver(first, second, prober.good(start.plusSeconds(30))).next()).isEqualTo(4);
    assertThat(kept()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void gap_isToldWithTheNumberThatIsAwaited_andNothingIsTaken() throws Exception {
    SignedObservation first = prober.good(start);
    SignedObservation second = prober.good(start.plusSeconds(15));
    HttpResponse<String> answer = post(prober.batch(Instant.now(), second));
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("observation-gap").contains("Number 1");
    refused("observation-gap", first, prober.good(start.plusSeconds(30)));
    assertThat(kept()).isEmpty();
    assertThat(deliver(first, second).next()).isEqualTo(3);
  }

  @Test
  void observation_thatTheProberHasNotSigned_isRefused() throws Exception {
    SignedObservation own = prober.good(start);
    SignedObservation others =
        new SignedObservation(
            own.observation(), TestProber.fresh().sign(own.observation()).signature());
    refused("observation-refused", others);
    SignedObservation other = TestProber.fresh().good(start);
    refused("observation-refused", other);
    refused("observation-refused", TestProber.unknown().batch(Instant.now()));
    assertThat(kept()).isEmpty();
    assertThat(deliver(own).next()).isEqualTo(2);
  }

  /** Of another place, and signed with this one's key. */
  @Test
  void observation_ofAnotherPlace_isRefused() throws Exception {
    Observation own = prober.again().good(start).observation();
    Observation elsewhere =
        new Observation("elsewhere", 1, Observation.NOTHING, own.at(), own.steps());
    refused("observation-refused", prober.sign(elsewhere));
    assertThat(deliver(prober.good(start)).next()).isEqualTo(2);
  }

  @Test
  void chain_thatLeavesTheOneThatIsKept_isRefused() throws Exception {
    TestProber twin = prober.again();
    deliver(prober.good(start));
    twin.bad(start);
    refused("observation-refused", twin.bad(start.plusSeconds(15)));
    assertThat(deliver(prober.good(start.plusSeconds(15))).next()).isEqualTo(3);
  }

  @Test
  void time_thatDoesNotGoForward_isRefused() throws Exception {
    deliver(prober.good(start));
    TestProber stays = prober.again();
    stays.good(start);
    refused("observation-refused", stays.good(start));
    TestProber back = prober.again();
    back.good(start);
    refused("observation-refused", back.good(start.minusMillis(1)));
    assertThat(deliver(prober.good(start.plusMillis(1))).next()).isEqualTo(3);
  }

  @Test
  void clock_thatIsOff_isRefused() throws Exception {
    SignedObservation first = prober.good(start);
    refused("clock-skewed", prober.batch(Instant.now().plusSeconds(60), first));
    refused("clock-skewed", prober.batch(Instant.now().minusMillis(2500), first));
    refused("clock-skewed", prober.batch(Instant.now().minusSeconds(60)));
    assertThat(kept()).isEmpty();
    assertThat(taken(post(prober.batch(first))).next()).isEqualTo(2);
  }

  @Test
  void observation_ofTheFuture_isRefused() throws Exception {
    TestProber hasty = prober.again();
    refused(
        "clock-skewed", hasty.good(Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.MILLIS)));
    assertThat(deliver(prober.good(start)).next()).isEqualTo(2);
  }

  @Test
  void record_thatIsNone_isRefused() throws Exception {
    Bytes none = Bytes.of(new byte[64]);
    ObservationBatch batch =
        new ObservationBatch(
            prober.location(), Instant.now(), List.of(new ObservedRecord(none, none)));
    refused("invalid-envelope", batch);
  }

  /** As many as a batch may have go in at once; one more is refused before it is looked at. */
  @Test
  void batch_ofTheMost_isTaken() throws Exception {
    SignedObservation[] all = new SignedObservation[1001];
    for (int i = 0; i < all.length; i++) {
      all[i] = prober.good(start.plusMillis(i));
    }
    refused("invalid-request", all);
    SignedObservation[] most = List.of(all).subList(0, 1000).toArray(SignedObservation[]::new);
    assertThat(deliver(most).next()).isEqualTo(1001);
  }
}
