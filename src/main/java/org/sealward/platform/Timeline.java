package org.sealward.platform;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;

/**
 * The history that sequence numbers belong to, and the opaque cursors made of both. A restore from
 * a backup or the promotion of a standby starts a new timeline, because it may have lost the newest
 * events and may give their numbers to others.
 */
@Singleton
public class Timeline {
  private static final byte FORMAT = 1;
  private static final int SIGNED = 1 + 16 + 16 + 8;
  private static final int TAG = 16;

  private record Present(UUID id, SecretKeySpec key) {}

  private final PooledConnections connections;
  private volatile @Nullable Present known;

  Timeline(PooledConnections connections) {
    this.connections = connections;
  }

  public UUID current() {
    return present().id();
  }

  /**
   * A place in a stream, as clients may keep it: {@code base64url(format(1) ‖ timeline(16) ‖
   * stream(16) ‖ seq(8) ‖ tag(16))}, where the tag is an HMAC-SHA-256, cut to 16 bytes, by which
   * the service knows its own.
   */
  public String cursor(UUID stream, long seq) {
    Present present = present();
    byte[] signed = signed(present.id(), stream, seq);
    byte[] cursor = Arrays.copyOf(signed, SIGNED + TAG);
    System.arraycopy(tag(present, signed), 0, cursor, SIGNED, TAG);
    return Bytes.of(cursor).base64Url();
  }

  /**
   * The sequence number of a cursor of this stream.
   *
   * @throws Problem {@link GeneralProblem#FOREIGN_CURSOR} when it is of another timeline, {@link
   *     GeneralProblem#INVALID_CURSOR} when it is not a cursor of ours for this stream
   */
  public long seq(UUID stream, String cursor) {
    Present present = present();
    byte[] bytes = decoded(cursor);
    ByteBuffer fields = ByteBuffer.wrap(bytes, 1, SIGNED - 1);
    UUID timeline = new UUID(fields.getLong(), fields.getLong());
    if (!timeline.equals(present.id())) {
      throw new Problem(
          GeneralProblem.FOREIGN_CURSOR,
          "the service was restored since: start again from the last sequence number that you have");
    }
    UUID of = new UUID(fields.getLong(), fields.getLong());
    byte[] signed = Arrays.copyOf(bytes, SIGNED);
    byte[] offered = Arrays.copyOfRange(bytes, SIGNED, SIGNED + TAG);
    if (!MessageDigest.isEqual(tag(present, signed), offered) || !of.equals(stream)) {
      throw invalid();
    }
    return fields.getLong();
  }

  /** Looks again which timeline it is; true when it is another one than before. */
  boolean refresh() throws SQLException {
    Present before = known;
    Present now = load();
    known = now;
    return before != null && !before.id().equals(now.id());
  }

  private Present present() {
    Present present = known;
    if (present == null) {
      try {
        present = load();
      } catch (SQLException e) {
        throw new IllegalStateException("the timeline cannot be read", e);
      }
      known = present;
    }
    return present;
  }

  private Present load() throws SQLException {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id, cursor_key FROM current_timeline()")) {
      row.next();
      return new Present(
          row.getObject(1, UUID.class), new SecretKeySpec(row.getBytes(2), "HmacSHA256"));
    }
  }

  private static byte[] decoded(String cursor) {
    try {
      byte[] bytes = Bytes.fromBase64Url(cursor).toArray();
      if (bytes.length == SIGNED + TAG && bytes[0] == FORMAT) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw invalid();
  }

  private static Problem invalid() {
    return new Problem(
        GeneralProblem.INVALID_CURSOR, "start again from the last sequence number that you have");
  }

  private static byte[] signed(UUID timeline, UUID stream, long seq) {
    return ByteBuffer.allocate(SIGNED)
        .put(FORMAT)
        .putLong(timeline.getMostSignificantBits())
        .putLong(timeline.getLeastSignificantBits())
        .putLong(stream.getMostSignificantBits())
        .putLong(stream.getLeastSignificantBits())
        .putLong(seq)
        .array();
  }

  private static byte[] tag(Present present, byte[] signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(present.key());
      return Arrays.copyOf(mac.doFinal(signed), TAG);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
