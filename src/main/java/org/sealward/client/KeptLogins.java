package org.sealward.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.LoginException.Reason;
import org.sealward.client.internal.cognito.Tokens;
import org.sealward.client.internal.cognito.UserPool;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.DecryptionFailedException;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.Opener;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.SealedLogin;
import org.sealward.envelope.SecretBytes;

/** Logins that a device keeps, each sealed under its passphrase. */
final class KeptLogins {
  private static final int NAME = 16;

  private final DeviceStore device;
  private final String poolId;

  KeptLogins(DeviceStore device, String poolId) {
    this.device = device;
    this.poolId = poolId;
  }

  void keep(String email, Passphrase passphrase, UUID userId, String refreshToken) {
    byte[] ascii = refreshToken.getBytes(StandardCharsets.US_ASCII);
    try (SecretBytes token = SecretBytes.copyOf(ascii)) {
      device.put(key(email), SealedLogin.seal(passphrase, poolId, email, userId, token).encoded());
    } finally {
      Arrays.fill(ascii, (byte) 0);
    }
  }

  /** Fresh tokens of a kept login. */
  Tokens resume(String email, Passphrase passphrase, UserPool pool) {
    Bytes kept =
        device
            .get(key(email))
            .filter(bytes -> bytes.length() > 0)
            .orElseThrow(() -> new LoginException(Reason.SESSION_ENDED));
    try (SecretBytes token = Opener.login(SealedLogin.decode(kept), passphrase, poolId, email)) {
      return pool.resume(token);
    } catch (DecryptionFailedException e) {
      throw new LoginException(Reason.WRONG_CREDENTIALS, e);
    } catch (InvalidEnvelopeException e) {
      throw new LoginException(Reason.SESSION_ENDED, e);
    }
  }

  void forget(String email) {
    device.put(key(email), Bytes.EMPTY);
  }

  private String key(String email) {
    return file(poolId, email);
  }

  /** Without the address itself, which a file's name would tell. */
  static String file(String poolId, String email) {
    String named = poolId + " " + email.toLowerCase(Locale.ROOT);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(named.getBytes(StandardCharsets.UTF_8));
      return "login." + HexFormat.of().formatHex(hash, 0, NAME);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
