package org.sealward.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person types without showing it, or keeps in a file; never a String, never an argument.
 */
final class Secrets {
  private Secrets() {}

  /** The terminal, where there is one. */
  static Optional<Console> terminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /**
   * A passphrase; the caller overwrites it.
   *
   * @param file its first line, when not null; else it is asked for
   * @throws UsageException when there is neither a file nor a terminal
   */
  static char[] passphrase(String prompt, @Nullable Path file) throws IOException {
    if (file != null) {
      return firstLine(file);
    }
    Console terminal =
        terminal()
            .orElseThrow(
                () ->
                    new UsageException(
                        "There is no terminal to ask for the passphrase: put it into a file that"
                            + " only you can read, and give --passphrase-file FILE."));
    char[] typed = terminal.readPassword("%s: ", prompt);
    if (typed == null) {
      throw new UsageException("No passphrase was given.");
    }
    return typed;
  }

  /** A passphrase that is new, typed twice on a terminal. */
  static char[] newPassphrase(@Nullable Path file) throws IOException {
    char[] typed = passphrase("New passphrase", file);
    if (file == null) {
      char[] again = passphrase("The same again", null);
      boolean same = Arrays.equals(typed, again);
      Arrays.fill(again, ' ');
      if (!same) {
        Arrays.fill(typed, ' ');
        throw new UsageException("The two are not the same. Begin again.");
      }
    }
    return typed;
  }

  private static char[] firstLine(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      int end = 0;
      while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end));
      char[] line = new char[text.remaining()];
      text.get(line);
      Arrays.fill(text.array(), ' ');
      return line;
    } catch (CharacterCodingException _) {
      throw new UsageException("The file of the passphrase is not UTF-8 text.");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
