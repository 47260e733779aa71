package org.sealward.local.residue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS as the service is given it behind a balancer: by Micronaut's own settings. */
final class Certificate {
  private static final String PASSWORD = "of no worth";

  private final Path store;
  private final int port;

  private Certificate(Path store, int port) {
    this.store = store;
    this.port = port;
  }

  /** Makes one for this computer in a folder, which every client of this JVM trusts from now on. */
  static Certificate make(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("tls.p12");
    Process tool =
        new ProcessBuilder(
                (Path.of(System.getProperty("java.home"), "bin", "keytool")
                        + " -genkeypair -alias tls -keyalg EC -groupname secp256r1 -validity 8"
                        + " -dname CN=sealward -ext san=ip:127.0.0.1 -storetype PKCS12 -keystore "
                        + store)
                    .split(" ", -1))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var input = tool.outputWriter(StandardCharsets.UTF_8)) {
      input.write(PASSWORD + "\n" + PASSWORD + "\n");
    }
    if (tool.waitFor() != 0) {
      throw new IOException("keytool made no certificate");
    }
    KeyStore own = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("tls", own.getCertificate("tls"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, managers.getTrustManagers(), null);
    SSLContext.setDefault(context);
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Certificate(store, socket.getLocalPort());
    }
  }

  int port() {
    return port;
  }

  URI url() {
    return URI.create("https://127.0.0.1:" + port);
  }

  /** With which the service serves by it. */
  Map<String, String> environment() {
    return Map.of(
        "MICRONAUT_SERVER_SSL_ENABLED",
        "true",
        "MICRONAUT_SERVER_SSL_PORT",
        Integer.toString(port),
        "MICRONAUT_SERVER_SSL_KEY_STORE_TYPE",
        "PKCS12",
        "MICRONAUT_SERVER_SSL_KEY_STORE_PATH",
        "file:" + store,
        "MICRONAUT_SERVER_SSL_KEY_STORE_PASSWORD",
        PASSWORD);
  }
}
