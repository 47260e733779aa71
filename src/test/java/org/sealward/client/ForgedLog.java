package org.sealward.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sealward.TestService;
import org.sealward.api.Deployment;
import org.sealward.api.LogDescription;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.Retries;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MerkleHash;
import org.sealward.transparency.Checkpoint;
import org.sealward.transparency.Cosignature;
import org.sealward.transparency.EntryBundle;
import org.sealward.transparency.Frontier;
import org.sealward.transparency.NoteSignature;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.SignedCheckpoint;
import org.sealward.transparency.TestSigner;
import org.sealward.transparency.Tile;
import org.sealward.transparency.TreeHead;

/**
 * The log of the service as somebody serves it who has its key and those of its witnesses: the same
 * entries, until a test changes them, all signed as they should be.
 */
public final class ForgedLog {
  private static final TestSigner ONE = TestSigner.witness("one.example", 11);
  private static final TestSigner TWO = TestSigner.witness("two.example", 12);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final @Nullable LogSource real;
  private final @Nullable Deployment deployment;
  private final LogDescription description;
  private final Clock clock;
  private final TestSigner signer;
  private final List<Bytes> entries = new ArrayList<>();
  private long copied;
  private Predicate<Bytes> takesIn = _ -> true;
  private UnaryOperator<SignedCheckpoint> change;
  private @Nullable SignedCheckpoint served;

  private ForgedLog(Clock clock, int quorum, String origin, @Nullable URI service) {
    this.clock = clock;
    this.signer = TestSigner.of(origin, SignatureType.ED25519, 1);
    this.description =
        new LogDescription(
            LogDescription.KEYS,
            origin,
            signer.key().encode(),
            List.of(ONE.key().encode(), TWO.key().encode()),
            quorum);
    this.real = service == null ? null : new LogSource(api(service), LogDescription.KEYS);
    this.deployment = service == null ? null : with(deployment(service), description);
    this.change = this::cosignedByBoth;
  }

  private static ServiceApi api(URI service) {
    return ServiceApi.anonymous(service, HTTP, Retries.standard());
  }

  private static Deployment deployment(URI service) {
    return api(service).send(Call.get("/v1/deployment").anonymous(), Deployment.class);
  }

  private static String origin(URI service) {
    return Objects.requireNonNull(deployment(service).keyLog()).origin();
  }

  /** That of a log which the service lists. */
  public static String origin(TestService service, String name) {
    return api(service.url())
        .sendForPage(Call.get("/v1/logs").anonymous(), LogDescription.class)
        .items()
        .stream()
        .filter(log -> log.name().equals(name))
        .findFirst()
        .orElseThrow()
        .origin();
  }

  /** Served by the liar to clients of {@link #deployment()}, in place of the service's log. */
  public static ForgedLog by(LyingService liar, TestService service, Clock clock, int quorum) {
    return new ForgedLog(clock, quorum, origin(service.url()), service.url()).serveBy(liar);
  }

  /** The same under another name. */
  public static ForgedLog renamed(LyingService liar, TestService service, Clock clock) {
    return new ForgedLog(clock, 0, origin(service.url()) + "/2", service.url()).serveBy(liar);
  }

  /** A log of nobody's entries. */
  public static ForgedLog alone(LyingService liar, Clock clock, int quorum) {
    return new ForgedLog(clock, quorum, TestSigner.ORIGIN, null).serveBy(liar);
  }

  public ForgedLog serveBy(LyingService liar) {
    liar.instead("/v1/logs/keys/checkpoint", _ -> checkpoint().encode().toArray());
    liar.instead(
        "/v1/logs/keys/tile/entries/.*",
        path -> tile(Tile.parse(path.replaceFirst("/v1/logs/keys/", ""))));
    return this;
  }

  public static Deployment with(Deployment served, @Nullable LogDescription log) {
    return new Deployment(
        served.region(),
        served.userPoolId(),
        served.clientId(),
        served.identityPoolId(),
        served.issuer(),
        served.privateBundleTable(),
        served.privateBundleKey(),
        served.awsEndpoint(),
        log);
  }

  public Deployment deployment() {
    return Objects.requireNonNull(deployment);
  }

  public LogDescription description() {
    return description;
  }

  /** What stands in it; a test may change it. */
  public List<Bytes> entries() {
    follow();
    return entries;
  }

  /** Leaves out what it has not followed yet of the service's log, unless it is of this kind. */
  public void takesIn(Predicate<Bytes> entry) {
    takesIn = entry;
  }

  /** Serves other checkpoints than the true one of these entries. */
  public void changed(UnaryOperator<SignedCheckpoint> other) {
    change = other;
  }

  private synchronized void follow() {
    if (real == null) {
      return;
    }
    long size = real.checkpoint().checkpoint().head().size();
    real.entries(copied, size).stream().filter(takesIn).forEach(entries::add);
    copied = size;
  }

  private synchronized SignedCheckpoint checkpoint() {
    follow();
    SignedCheckpoint next = change.apply(of(entries));
    served = next;
    return next;
  }

  /** The one that was served last. */
  public synchronized SignedCheckpoint served() {
    return Objects.requireNonNull(served);
  }

  /** Of any entries, signed by the log and nobody else. */
  public SignedCheckpoint of(List<Bytes> leaves) {
    return Checkpoint.of(description.origin(), head(leaves)).sign(signer);
  }

  public static TreeHead head(List<Bytes> leaves) {
    return Frontier.EMPTY.append(leaves.stream().map(MerkleHash::leaf).toList()).head();
  }

  public SignedCheckpoint cosignedByBoth(SignedCheckpoint checkpoint) {
    return cosignedByTwo(cosignedByOne(checkpoint, Duration.ZERO));
  }

  public SignedCheckpoint cosignedByTwo(SignedCheckpoint checkpoint) {
    return cosigned(checkpoint, TWO, clock.instant());
  }

  /** By one witness, some time ago. */
  public SignedCheckpoint cosignedByOne(SignedCheckpoint checkpoint, Duration ago) {
    return cosigned(checkpoint, ONE, clock.instant().minus(ago));
  }

  private static SignedCheckpoint cosigned(
      SignedCheckpoint checkpoint, TestSigner witness, Instant at) {
    NoteSignature line = Cosignature.sign(checkpoint.checkpoint(), witness, at);
    return checkpoint.with(List.of(line));
  }

  /** The same checkpoint, without its witnesses. */
  public SignedCheckpoint signedAlone(SignedCheckpoint checkpoint) {
    return checkpoint.checkpoint().sign(signer);
  }

  /** The same tree as another log's, signed by the key of this one. */
  public SignedCheckpoint under(String otherOrigin, SignedCheckpoint checkpoint) {
    return Checkpoint.of(otherOrigin, checkpoint.checkpoint().head()).sign(signer);
  }

  /** The same checkpoint, signed by somebody under the log's name. */
  public SignedCheckpoint signedByAnother(SignedCheckpoint checkpoint) {
    return checkpoint
        .checkpoint()
        .sign(TestSigner.of(description.origin(), SignatureType.ED25519, 2));
  }

  private synchronized byte[] tile(Tile tile) {
    int first = (int) tile.index() * Tile.FULL;
    return new EntryBundle(tile, entries.subList(first, first + tile.width())).encode().toArray();
  }
}
