package org.sealward.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.sealward.client.DeviceStore;
import org.sealward.client.SealwardClient;
import picocli.CommandLine.Option;

/** The folder of this device, and which service and user it is for. */
final class Device {
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
    String email = settings().email();
    if (email == null) {
      throw new UsageException("Nobody has logged in here yet: ./sealward login E-MAIL");
    }
    return email;
  }

  SealwardClient client() throws IOException {
    return SealwardClient.of(service(), DeviceStore.inFolder(home.resolve("device"))).connect();
  }

  /** Where the service is. */
  URI service() throws IOException {
    String given = service;
    String address = given != null && !given.isBlank() ? given : settings().service();
    if (address == null) {
      throw new UsageException("Which service? Give --service URL at the first login.");
    }
    return address(address);
  }

  /** A service's address, as it must be. */
  static URI address(String address) {
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
    Files.write(ownerOnly("settings"), new Settings(service().toString(), email).encoded());
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

  private Settings settings() throws IOException {
    Path file = home.resolve("settings");
    return Files.exists(file)
        ? Settings.decode(Files.readAllBytes(file))
        : new Settings(null, null);
  }
}
