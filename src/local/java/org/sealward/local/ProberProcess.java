package org.sealward.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prober as it is installed, a process with nothing of the service on its class path.
 *
 * @param key its public key, 32 bytes as base64url
 * @param folder where it keeps everything; not the server's
 */
record ProberProcess(String location, String key, Path folder, Process process)
    implements AutoCloseable {
  private static final Pattern KEY = Pattern.compile("=\"\\S+ ([A-Za-z0-9_-]{43})\"");

  /** The public key of the prober at a location, which is made where there is none. */
  static String key(String location, Path folder) throws IOException, InterruptedException {
    Process process = command("key", "--location", location, "--data", data(folder)).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher key = KEY.matcher(said);
    if (process.waitFor() != 0 || !key.find()) {
      throw new IllegalStateException("'probe key' shows no key: " + said);
    }
    return key.group(1);
  }

  /**
   * Starts one that probes every ten seconds.
   *
   * @param canaries the five lines by which its canaries log in
   */
  static ProberProcess start(String service, String location, Path folder, List<String> canaries)
      throws IOException, InterruptedException {
    Path file = folder.resolve("canaries");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, canaries);
    Process process =
        command(
                "--service",
                service,
                "--location",
                location,
                "--data",
                data(folder),
                "--canaries",
                file.toString(),
                "--interval",
                "10s")
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    return new ProberProcess(location, key(location, folder), folder, process);
  }

  /** What it said of its probes. */
  List<String> said() throws IOException {
    return Files.readAllLines(folder.resolve("said"));
  }

  private static String data(Path folder) {
    return folder.resolve("data").toString();
  }

  private static ProcessBuilder command(String... arguments) {
    Path installed = Home.resolve("target").resolve("probe");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                installed + "/*" + File.pathSeparator + installed.resolve("lib") + "/*",
                "org.sealward.probe.ProbeCommand"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
