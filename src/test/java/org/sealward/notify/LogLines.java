package org.sealward.notify;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Everything that this package logs, at the lowest level that a deployment can choose. */
public final class LogLines implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("org.sealward.notify");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  /** From now on. */
  public LogLines() {
    lines.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(lines);
  }

  /** With the messages of exceptions, which the service's own log leaves out. */
  public List<String> all() {
    return lines.list.stream()
        .map(line -> line.getFormattedMessage() + messages(line.getThrowableProxy()))
        .toList();
  }

  private static String messages(IThrowableProxy failure) {
    return failure == null ? "" : " " + failure.getMessage() + messages(failure.getCause());
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }
}
