package org.sealward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.client.Content;
import org.sealward.client.DeviceStore;
import org.sealward.client.OutgoingImage;
import org.sealward.client.Progress;
import org.sealward.client.Received;
import org.sealward.client.SealwardClient;
import org.sealward.client.Session;
import org.sealward.local.LocalBackends;
import org.sealward.local.ServiceProcess;

/**
 * The service as it is shipped, with the variables for TLS that Terraform gives its tasks, and a
 * certificate made as {@code docs/deploy.md} says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class TlsIT {
  private static final String PASSWORD = "a password of this test";
  private static final String PASSPHRASE = "brisk walnut over the harbour";

  private LocalBackends backends;
  private ServiceProcess service;
  private String address;
  private SSLContext trust;
  private HttpClient trusting;
  private final Map<String, String> codes = new ConcurrentHashMap<>();

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Path certificate = folder.resolve("tls.p12");
    make(certificate);
    trust = trust(certificate);
    trusting = HttpClient.newBuilder().sslContext(trust).build();
    int port = freePort();
    address = "127.0.0.1:" + port;
    backends =
        LocalBackends.start(
            folder.resolve("data"),
            0,
            Clock.systemUTC(),
            mail -> codes.put(mail.email(), mail.code()));
    Map<String, String> environment = ServiceProcess.environment(backends);
    environment.put("MICRONAUT_SERVER_SSL_ENABLED", "true");
    environment.put("MICRONAUT_SERVER_SSL_PORT", Integer.toString(port));
    environment.put("MICRONAUT_SERVER_SSL_KEY_STORE_TYPE", "PKCS12");
    environment.put(
        "MICRONAUT_SERVER_SSL_KEY_STORE_PATH",
        "base64:" + Base64.getEncoder().encodeToString(Files.readAllBytes(certificate)));
    environment.put("MICRONAUT_SERVER_SSL_KEY_STORE_PASSWORD", PASSWORD);
    // It is ready once its management port, which has no TLS, says so.
    service = ServiceProcess.start(ServiceProcess.builtJar(), backends.data(), port, environment);
  }

  @AfterAll
  void stop() {
    service.close();
    backends.close();
  }

  private static void make(Path certificate) throws Exception {
    String page = Files.readString(Path.of("docs", "deploy.md"));
    String said =
        "-genkeypair -alias tls -keyalg EC -groupname secp256r1 -validity 800 -dname CN=sealward";
    assertThat(page).contains("keytool " + said);
    Process tool =
        new ProcessBuilder()
            .command(
                (Path.of(System.getProperty("java.home"), "bin", "keytool")
                        + " "
                        + said
                        + " -ext san=ip:127.0.0.1 -storetype PKCS12 -keystore "
                        + certificate)
                    .split(" ", -1))
            .redirectErrorStream(true)
            .start();
    try (var input = tool.outputWriter(StandardCharsets.UTF_8)) {
      input.write(PASSWORD + "\n" + PASSWORD + "\n");
    }
    String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor()).as(output).isZero();
  }

  private static SSLContext trust(Path certificate) throws Exception {
    KeyStore own = KeyStore.getInstance(certificate.toFile(), PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("tls", own.getCertificate("tls"));
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private HttpResponse<String> get(String url) throws Exception {
    return trusting.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void api_answersWithTls_andNotWithout() throws Exception {
    HttpResponse<String> answer = get("https://" + address + "/v1/deployment");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    assertThatThrownBy(() -> get("http://" + address + "/v1/deployment"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void tls_olderThan13_isRefused() throws Exception {
    assertThat(spoken("TLSv1.3", "TLSv1.2")).isEqualTo("TLSv1.3");
    assertThatThrownBy(() -> spoken("TLSv1.2"))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("protocol_version");
  }

  /** What a client of these versions and the service agree on. */
  private String spoken(String... versions) throws IOException {
    String[] place = address.split(":", -1);
    try (var socket =
        (SSLSocket) trust.getSocketFactory().createSocket(place[0], Integer.parseInt(place[1]))) {
      socket.setSoTimeout(20_000);
      socket.setEnabledProtocols(versions);
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  @Test
  void largeAnswer_arrivesWhole() throws Exception {
    HttpResponse<String> answer = get("https://" + address + "/v1/openapi.json");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).hasSizeGreaterThan(100_000).endsWith("}");
  }

  /** Over TLS the system cannot send an image's file by itself. */
  @Test
  void image_isSentAndFetched(@TempDir Path folder) throws Exception {
    Path picture = folder.resolve("picture");
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    Files.write(picture, content);
    SSLContext usual = SSLContext.getDefault();
    SSLContext.setDefault(trust);
    try (SealwardClient client =
        SealwardClient.of(URI.create("https://" + address), DeviceStore.inMemory()).connect()) {
      client.signUp("anna@example.org", PASSPHRASE.toCharArray());
      client.confirm("anna@example.org", codes.getOrDefault("anna@example.org", "none"));
      try (Session anna = client.logIn("anna@example.org", PASSPHRASE.toCharArray(), _ -> {})) {
        Received.Message sent =
            anna.conversations()
                .start(Set.of())
                .sendImage(OutgoingImage.of(picture, anna.userId()), Progress.Listener.NONE);
        Path fetched = folder.resolve("fetched");
        anna.images()
            .download(
                ((Content.Image) sent.content()).description(), fetched, Progress.Listener.NONE);

        assertThat(fetched).hasBinaryContent(content);
      }
    } finally {
      SSLContext.setDefault(usual);
    }
  }

  @Test
  void webSocket_carriesFramesBothWays() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    CompletableFuture<Integer> closed = new CompletableFuture<>();
    WebSocket socket =
        trusting
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("wss://" + address + "/v1/stream"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(WebSocket end, CharSequence text, boolean last) {
                    heard.complete(text.toString());
                    return WebSocket.Listener.super.onText(end, text, last);
                  }

                  @Override
                  public CompletionStage<?> onClose(WebSocket end, int code, String reason) {
                    closed.complete(code);
                    return CompletableFuture.completedFuture(null);
                  }
                })
            .get(20, TimeUnit.SECONDS);

    socket.sendText("no frame", true).get(20, TimeUnit.SECONDS);

    assertThat(heard.get(20, TimeUnit.SECONDS)).contains("\"refused\"");
    assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo(1008);
  }
}
