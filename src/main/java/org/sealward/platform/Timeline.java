package org.sealward.platform;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
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
  private static final int HEAD = 1 + 16;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final int LENGTH = HEAD + NONCE + 8 + TAG;

  private record Present(UUID id, SecretKeySpec key) {}

  private final PooledConnections connections;
  private final SecureRandom random = new SecureRandom();
  private volatile @Nullable Present known;

  Timeline(PooledConnections connections) {
    this.connections = connections;
  }

  public UUID current() {
    return present().id();
  }

  /**
   * A number that a client keeps without learning it: {@code base64url(format(1) ‖ timeline(16) ‖
   * nonce(12) ‖ AES-256-GCM(number(8)))}, where format, timeline and owner are the associated data.
   *
   * @param owner whose cursor it is, a user or a stream
   */
  public String cursor(UUID owner, long number) {
    Present present = present();
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed =
        crypt(
            Cipher.ENCRYPT_MODE,
            present,
            owner,
            nonce,
            ByteBuffer.allocate(8).putLong(number).array());
    return Bytes.of(
            ByteBuffer.allocate(LENGTH).put(head(present.id())).put(nonce).put(sealed).array())
        .base64Url();
  }

  /**
   * The number of a cursor of this owner.
   *
   * @throws Problem {@link GeneralProblem#FOREIGN_CURSOR} when it is of another timeline, {@link
   *     GeneralProblem#INVALID_CURSOR} when it is not a cursor of ours for this owner
   */
  public long number(UUID owner, String cursor) {
    Present present = present();
    byte[] bytes = decoded(cursor);
    if (!Arrays.equals(head(present.id()), Arrays.copyOf(bytes, HEAD))) {
      throw new Problem(
          GeneralProblem.FOREIGN_CURSOR,
          "the service was restored since: start again from the last sequence number that you have");
    }
    byte[] nonce = Arrays.copyOfRange(bytes, HEAD, HEAD + NONCE);
    byte[] sealed = Arrays.copyOfRange(bytes, HEAD + NONCE, LENGTH);
    return ByteBuffer.wrap(crypt(Cipher.DECRYPT_MODE, present, owner, nonce, sealed)).getLong();
  }

  /** Looks again which timeline it is; true when it is another one than before. */
  boolean refresh(Connection connection) throws SQLException {
    Present before = known;
    Present now = load(connection);
    known = now;
    return before != null && !before.id().equals(now.id());
  }

  private Present present() {
    Present present = known;
    if (present == null) {
      try (Connection connection = connections.open()) {
        present = load(connection);
      } catch (SQLException e) {
        throw new IllegalStateException("the timeline cannot be read", e);
      }
      known = present;
    }
    return present;
  }

  private static Present load(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id, cursor_key FROM current_timeline()")) {
      row.next();
      return new Present(row.getObject(1, UUID.class), new SecretKeySpec(row.getBytes(2), "AES"));
    }
  }

  private static byte[] decoded(String cursor) {
    try {
      byte[] bytes = Bytes.fromBase64Url(cursor).toArray();
      if (bytes.length == LENGTH && bytes[0] == FORMAT) {
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

  private static byte[] head(UUID timeline) {
    return ByteBuffer.allocate(HEAD)
        .put(FORMAT)
        .putLong(timeline.getMostSignificantBits())
        .putLong(timeline.getLeastSignificantBits())
        .array();
  }

  private static byte[] crypt(int mode, Present present, UUID owner, byte[] nonce, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, present.key(), new GCMParameterSpec(8 * TAG, nonce));
      cipher.updateAAD(head(present.id()));
      cipher.updateAAD(
          ByteBuffer.allocate(16)
              .putLong(owner.getMostSignificantBits())
              .putLong(owner.getLeastSignificantBits())
              .array());
      return cipher.doFinal(input);
    } catch (AEADBadTagException e) {
      throw invalid();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
