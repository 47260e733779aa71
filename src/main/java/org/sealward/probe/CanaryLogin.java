package org.sealward.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a canary logs in. */
final class CanaryLogin implements AutoCloseable {
  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final String email;
  private final char[] passphrase;
  private final @Nullable Authenticator authenticator;

  /** Takes the passphrase and the authenticator over. */
  CanaryLogin(String email, char[] passphrase, @Nullable Authenticator authenticator) {
    this.email = email;
    this.passphrase = passphrase;
    this.authenticator = authenticator;
  }

  /** Both canaries. */
  record Pair(CanaryLogin patient, CanaryLogin specialist) implements AutoCloseable {
    @Override
    public void close() {
      patient.close();
      specialist.close();
    }
  }

  /**
   * Reads the file of the canaries: five lines, with empty ones where one likes.
   *
   * <pre>
   * e-mail address of the patient
   * passphrase of the patient
   *
   * e-mail address of the specialist
   * passphrase of the specialist
   * secret of the specialist's authenticator app, base 32
   * </pre>
   *
   * @throws UsageException when others may read it, or it is something else
   */
  static Pair read(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")
        && Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
      throw new UsageException("Others may read " + file + ": chmod 600 it.");
    }
    byte[] bytes = Files.readAllBytes(file);
    List<char[]> lines = new ArrayList<>();
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      lines.addAll(lines(text));
      Arrays.fill(text.array(), ' ');
      if (lines.size() != 5) {
        throw new UsageException(file + " has other than five lines; --help shows what it holds.");
      }
      return new Pair(
          new CanaryLogin(String.valueOf(lines.get(0)), lines.get(1).clone(), null),
          new CanaryLogin(
              String.valueOf(lines.get(2)), lines.get(3).clone(), new Authenticator(lines.get(4))));
    } catch (CharacterCodingException _) {
      throw new UsageException(file + " is not UTF-8 text.");
    } catch (IllegalArgumentException e) {
      throw new UsageException(file + ": " + e.getMessage() + ".");
    } finally {
      Arrays.fill(bytes, (byte) 0);
      lines.forEach(line -> Arrays.fill(line, ' '));
    }
  }

  /** Those that are not empty. */
  private static List<char[]> lines(CharBuffer text) {
    List<char[]> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.limit(); i++) {
      if (i == text.limit() || text.get(i) == '\n' || text.get(i) == '\r') {
        if (i > from) {
          char[] line = new char[i - from];
          text.get(from, line);
          lines.add(line);
        }
        from = i + 1;
      }
    }
    return lines;
  }

  String email() {
    return email;
  }

  /** Not to be changed. */
  char[] passphrase() {
    return passphrase;
  }

  Optional<Authenticator> authenticator() {
    return Optional.ofNullable(authenticator);
  }

  @Override
  public void close() {
    Arrays.fill(passphrase, ' ');
    authenticator().ifPresent(Authenticator::close);
  }

  @Override
  public String toString() {
    return "CanaryLogin[REDACTED]";
  }
}
