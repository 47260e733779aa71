package org.sealward.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ServiceStatus;
import org.sealward.json.StrictJson;
import org.sealward.statuspage.StatusFile;
import org.sealward.statuspage.StatusFiles;
import org.sealward.statuspage.StatusPlace;

/**
 * A copy of a status page. What it said last stands in the copy itself, and outlasts the process.
 */
final class StatusCopy {
  private final Source source;
  private final StatusTarget target;
  private final StatusPlace place;
  private final Duration pause;
  private final Clock clock;
  private @Nullable ServiceStatus last;

  /** What a service says. */
  interface Source {
    ServiceStatus fetch() throws IOException, InterruptedException;
  }

  /**
   * A copy.
   *
   * @param pause between two tries; one failure alone says nothing
   */
  StatusCopy(Source source, StatusTarget target, StatusPlace place, Duration pause, Clock clock) {
    this.source = source;
    this.target = target;
    this.place = place;
    this.pause = pause;
    this.clock = clock;
  }

  /**
   * Writes what the service says, or that it does not answer. What it says while it has no status
   * changes nothing.
   *
   * @return why there was no status; empty when there was one
   * @throws IOException when nothing can be written, or the service has never answered
   */
  Optional<String> write() throws IOException, InterruptedException {
    Optional<String> wrong = Optional.empty();
    ServiceStatus status;
    try {
      status = source.fetch();
    } catch (IOException first) {
      ServiceStatus known = last(first);
      try {
        status = again(first);
      } catch (StatusRefusedException e) {
        return Optional.of(e.getMessage() + "; the copy stays as it is");
      } catch (IOException e) {
        wrong = Optional.of(e.getMessage() + "; the copy says that the service is not reached");
        status = StatusFiles.unreachable(known, clock.instant());
      }
    }
    last = status;
    for (Map.Entry<String, StatusFile> file : StatusFiles.of(status, place).entrySet()) {
      target.write(file.getKey(), file.getValue());
    }
    return wrong;
  }

  /** Writes it again and again, until the thread is interrupted. */
  void keep(Duration every, PrintWriter errors) throws InterruptedException {
    while (true) {
      try {
        write().ifPresent(errors::println);
      } catch (IOException e) {
        errors.println(Output.printable(e.getMessage() + "; it is tried again"));
      }
      errors.flush();
      Thread.sleep(every);
    }
  }

  private ServiceStatus again(IOException first) throws IOException, InterruptedException {
    if (first instanceof StatusRefusedException) {
      throw first;
    }
    Thread.sleep(pause);
    return source.fetch();
  }

  /** What was said last, by this process or one before it. */
  private ServiceStatus last(IOException why) throws IOException {
    if (last != null) {
      return last;
    }
    byte[] written = target.read(StatusFiles.DOCUMENT).orElseThrow(() -> why);
    try {
      return StrictJson.read(written, ServiceStatus.class);
    } catch (IOException | UncheckedIOException e) {
      throw new IOException(
          StatusFiles.DOCUMENT + " of the copy is no status; delete it. " + why.getMessage(), e);
    }
  }
}
