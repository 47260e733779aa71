package org.sealward;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Nobody's acts can be recorded who is named, until it is closed. One at a time. */
public record RefusedRecords(UUID actor) implements AutoCloseable {
  public RefusedRecords {
    run(
        """
        create function refuse_record() returns trigger language plpgsql as
          $$ begin raise exception 'the record cannot be written'; end $$;
        create trigger refuse_record after insert on audit_record for each row
          when (new.actor = '%s') execute function refuse_record()
        """
            .formatted(actor));
  }

  @Override
  public void close() {
    run("drop trigger refuse_record on audit_record; drop function refuse_record()");
  }

  private static void run(String sql) {
    try (Connection connection = TestService.get().database().asSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
