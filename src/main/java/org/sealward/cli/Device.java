package org.sealward.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sealward.client.DeviceStore;
import org.sealward.client.SealwardClient;
import picocli.CommandLine.Option;

/** The folder of this device, and which service and user it is for. */
final class Device {
  private static final String SERVICE = "service";
  private static final String EMAIL = "email";

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = "${env:SEALWARD_HOME:-${sys:user.home}/.sealward}",
      description =
          "Where keys and login are kept, sealed (default: $SEALWARD_HOME or ~/.sealward).")
  private Path home = Path.of(".sealward");

  @Option(
      names = "--service",
      paramLabel = "URL",
      defaultValue = "${env:SEALWARD_SERVICE}",
      description =
          "Address of the service (default: $SEALWARD_SERVICE, else that of the last login).")
  private @Nullable String service;

  Path home() {
    return home;
  }

  /** The user of the last sign-up or login on this device. */
  String email() throws IOException {
    return setting(EMAIL)
        .orElseThrow(
            () -> new UsageException("Nobody has logged in here yet: ./sealward login E-MAIL"));
  }

  SealwardClient client() throws IOException {
    return SealwardClient.of(service(), DeviceStore.inFolder(home.resolve("device"))).connect();
  }

  private URI service() throws IOException {
    String given = service;
    String address =
        given != null && !given.isBlank()
            ? given
            : setting(SERVICE)
                .orElseThrow(
                    () ->
                        new UsageException(
                            "Which service? Give --service URL at the first login."));
    try {
      URI uri = URI.create(address);
      if (uri.getHost() != null && ("https".equals(uri.getScheme()) || loopback(uri))) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new UsageException(
        "The service's address must be https://…; http is for this computer alone.");
  }

  private static boolean loopback(URI uri) {
    return "http".equals(uri.getScheme())
        && (uri.getHost().equals("localhost") || uri.getHost().equals("127.0.0.1"));
  }

  /** Remembers service and user for the next command. */
  void remember(String email) throws IOException {
    Properties settings = settings();
    settings.setProperty(SERVICE, service().toString());
    settings.setProperty(EMAIL, email);
    Path file = ownerOnly("settings");
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings.store(writer, null);
    }
  }

  /** A file in the folder that nobody but its owner can read; made when it is missing. */
  Path ownerOnly(String name) throws IOException {
    Path file = home.resolve(name);
    if (!Files.exists(file)) {
      if (Files.getFileStore(Files.createDirectories(home)).supportsFileAttributeView("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    }
    return file;
  }

  private Optional<String> setting(String name) throws IOException {
    return Optional.ofNullable(settings().getProperty(name));
  }

  private Properties settings() throws IOException {
    var settings = new Properties();
    Path file = home.resolve("settings");
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        settings.load(reader);
      }
    }
    return settings;
  }
}
