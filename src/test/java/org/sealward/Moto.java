package org.sealward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * S3 of moto, a stand-in for AWS: one for all test classes of a JVM. It says how S3 behaves, not
 * who may do what. Tests are skipped where {@code moto_server} is not installed.
 */
public final class Moto {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static @Nullable Moto running;

  private final URI url;
  private final S3Client s3;

  private Moto(URI url) {
    this.url = url;
    this.s3 = s3(url);
  }

  /** The one of this JVM, started at the first call. */
  public static synchronized Moto get() {
    Moto moto = running;
    if (moto == null) {
      Path program = Tool.require("moto_server");
      moto = start(program);
      running = moto;
    }
    return moto;
  }

  private static Moto start(Path program) {
    try {
      int port = freePort();
      Process process =
          new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    process.descendants().forEach(ProcessHandle::destroy);
                    process.destroy();
                  }));
      awaitPort(process, port);
      return new Moto(URI.create("http://127.0.0.1:" + port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(Process process, int port) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try (Socket _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        return;
      } catch (IOException _) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError("moto_server does not listen");
  }

  public URI url() {
    return url;
  }

  /** Its S3, by way of nothing. */
  public S3Client s3() {
    return s3;
  }

  /**
   * Its S3 by another address.
   *
   * @param at where requests go
   */
  public static S3Client s3(URI at) {
    return S3Client.builder()
        .endpointOverride(at)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .serviceConfiguration(configuration -> configuration.expectContinueEnabled(false))
        .build();
  }

  /** A new empty bucket, which keeps versions. */
  public String bucket() {
    String name = "objects-" + UUID.randomUUID();
    s3.createBucket(
        r ->
            r.bucket(name)
                .createBucketConfiguration(c -> c.locationConstraint(Region.EU_CENTRAL_1.id())));
    s3.putBucketVersioning(
        r -> r.bucket(name).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    return name;
  }
}
