package org.sealward.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.sealward.fuzz.Target;

/** Cursors of the timeline; a database that says which one it is stands behind them. */
public final class CursorTarget implements Target {
  private static final UUID OWNER = new UUID(1, 2);

  /** A cursor of the timeline below for number 42. */
  private static final String VALID =
      "AQAAAAAAAAADAAAAAAAAAASKh6wx4nYbkEO9T7ONvx9JDCsVLRAjnffy--W9d1t0DFW0zJo";

  private final Timeline timeline;

  public CursorTarget() {
    DataSource database =
        answering(
            DataSource.class,
            (_, method, _) -> method.getName().equals("getConnection") ? connection() : null);
    timeline = new Timeline(new PooledConnections(database));
  }

  private static Connection connection() {
    ResultSet row =
        answering(
            ResultSet.class,
            (_, method, _) ->
                switch (method.getName()) {
                  case "next" -> true;
                  case "getObject" -> new UUID(3, 4);
                  case "getBytes" -> new byte[32];
                  default -> null;
                });
    Statement statement =
        answering(
            Statement.class,
            (_, method, _) -> method.getName().equals("executeQuery") ? row : null);
    return answering(
        Connection.class,
        (_, method, _) -> method.getName().equals("createStatement") ? statement : null);
  }

  private static <T> T answering(Class<T> type, InvocationHandler answers) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
  }

  @Override
  public void accept(byte[] input) {
    String cursor = new String(input, UTF_8);
    try {
      assertThat(timeline.number(OWNER, cursor)).isEqualTo(42);
      assertThat(cursor).isEqualTo(VALID);
    } catch (Problem refused) {
      assertThat(refused.type()).isIn(GeneralProblem.INVALID_CURSOR, GeneralProblem.FOREIGN_CURSOR);
    }
  }
}
