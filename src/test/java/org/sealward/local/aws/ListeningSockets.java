package org.sealward.local.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses on which a process listens, as Linux shows them under {@code /proc}. */
public final class ListeningSockets {
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
  private static final String LISTEN = "0A";

  private ListeningSockets() {}

  /** {@code address:port} in the kernel's hexadecimal form; loopback is turned into words. */
  public static Set<String> of(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (var files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path file : files) {
        try {
          Matcher socket = SOCKET.matcher(Files.readSymbolicLink(file).toString());
          if (socket.matches()) {
            inodes.add(socket.group(1));
          }
        } catch (NoSuchFileException _) {
          // It was closed meanwhile; a socket that listens is not.
        }
      }
    }
    Set<String> addresses = new TreeSet<>();
    for (String table : Set.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields[3].equals(LISTEN) && inodes.contains(fields[9])) {
          String address = fields[1].split(":", -1)[0];
          int port = Integer.parseInt(fields[1].split(":", -1)[1], 16);
          addresses.add((isLoopback(address) ? "loopback" : address) + ":" + port);
        }
      }
    }
    return addresses;
  }

  /** 127.0.0.1, also as an IPv4-mapped address, or ::1, each 32-bit word in host order. */
  private static boolean isLoopback(String address) {
    return Set.of(
            "0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000")
        .contains(address);
  }
}
