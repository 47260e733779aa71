package org.sealward.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sealward.client.Progress;

/** How far a transfer is, on one line of the terminal; silent where there is none. */
final class ProgressLine implements Progress.Listener, AutoCloseable {
  private static final long HUNDRED = 100;

  private final @Nullable PrintWriter writer;
  private String shown = "";

  ProgressLine(boolean silent) {
    this.writer = silent ? null : Secrets.terminal().map(java.io.Console::writer).orElse(null);
  }

  @Override
  public void at(Progress progress) {
    if (writer == null) {
      return;
    }
    long percent = progress.total() == 0 ? HUNDRED : progress.done() * HUNDRED / progress.total();
    String line = progress.step().name().toLowerCase(Locale.ROOT) + " " + percent + " %";
    if (!line.equals(shown)) {
      shown = line;
      writer.print("\r  " + line + "\u001B[K");
      writer.flush();
    }
  }

  /** Wipes the line. */
  @Override
  public void close() {
    if (writer != null && !shown.isEmpty()) {
      shown = "";
      writer.print("\r\u001B[K");
      writer.flush();
    }
  }
}
