package org.sealward.platform;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line: {@code time}, {@code level}, {@code logger}, {@code thread}, {@code
 * request} (the correlation id, if there is one), {@code message}; of an exception {@code error},
 * the classes of its causes, and {@code stack}. The messages of exceptions are left out: those of
 * libraries quote what they were given, which may be a person's.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] NOTHING = {};

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", event.getInstant().toString());
      json.writeStringField("level", event.getLevel().toString());
      json.writeStringField("logger", event.getLoggerName());
      json.writeStringField("thread", event.getThreadName());
      for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeStringField("message", event.getFormattedMessage());
      IThrowableProxy failure = event.getThrowableProxy();
      if (failure != null) {
        json.writeStringField("error", classes(failure));
        json.writeArrayFieldStart("stack");
        writeStack(json, failure);
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    line.write('\n');
    return line.toByteArray();
  }

  /** An exception and its causes by their classes, with the SQLSTATE where there is one. */
  public static String classes(Throwable failure) {
    return classes(new ThrowableProxy(failure));
  }

  private static String classes(IThrowableProxy failure) {
    StringJoiner classes = new StringJoiner(" < ");
    for (IThrowableProxy link = failure; link != null; link = link.getCause()) {
      String state = sqlState(link);
      classes.add(state == null ? link.getClassName() : link.getClassName() + " " + state);
    }
    return classes.toString();
  }

  private static @Nullable String sqlState(IThrowableProxy link) {
    return link instanceof ThrowableProxy proxy && proxy.getThrowable() instanceof SQLException sql
        ? sql.getSQLState()
        : null;
  }

  private static void writeStack(JsonGenerator json, IThrowableProxy failure) throws IOException {
    writeFrames(json, failure);
    for (IThrowableProxy cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      json.writeString("caused by " + cause.getClassName());
      writeFrames(json, cause);
    }
  }

  private static void writeFrames(JsonGenerator json, IThrowableProxy link) throws IOException {
    StackTraceElementProxy[] frames = link.getStackTraceElementProxyArray();
    for (int i = 0; i < frames.length - link.getCommonFrames(); i++) {
      json.writeString(frames[i].getStackTraceElement().toString());
    }
  }
}
