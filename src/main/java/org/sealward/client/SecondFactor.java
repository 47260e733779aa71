package org.sealward.client;

import java.net.URLEncoder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sealward.client.error.LoginException;
import org.sealward.client.error.LoginException.Reason;
import org.sealward.envelope.SecretBytes;

/** Login with a code of an authenticator app (RFC 6238) beside the passphrase. */
public final class SecondFactor {
  private final SessionAccount account;

  SecondFactor(SessionAccount account) {
    this.account = account;
  }

  /**
   * Begins to enrol an authenticator app; nothing changes before {@link Enrolment#confirm}.
   *
   * @param issuer the name under which the authenticator app shows the account
   */
  public Enrolment begin(String issuer) {
    return new Enrolment(account, issuer, account.beginSecondFactor());
  }

  /**
   * Confirms the app that was begun last, also by an earlier session: for programs that end in
   * between.
   *
   * @param code the six digits that the app shows
   * @throws LoginException {@link Reason#WRONG_CODE}
   */
  public void confirm(String code) {
    account.confirmSecondFactor(code);
  }

  /** Takes the authenticator app away: the passphrase alone logs in. No role counts then. */
  public void end() {
    account.endSecondFactor();
  }

  /** The secret that the authenticator app and Cognito share. It prints as {@code [REDACTED]}. */
  public static final class Enrolment implements AutoCloseable {
    private final SessionAccount account;
    private final String issuer;
    private final SecretBytes secret;

    private Enrolment(SessionAccount account, String issuer, SecretBytes secret) {
      this.account = account;
      this.issuer = issuer;
      this.secret = secret;
    }

    /** The secret in base 32, for typing in; the caller overwrites the array after use. */
    public char[] secret() {
      byte[] ascii = secret.toArray();
      char[] text = new char[ascii.length];
      for (int i = 0; i < ascii.length; i++) {
        text[i] = (char) ascii[i];
      }
      Arrays.fill(ascii, (byte) 0);
      return text;
    }

    /**
     * The {@code otpauth://totp/…} address that authenticator apps read from a QR code; the caller
     * overwrites the array after use.
     */
    public char[] uri() {
      String before =
          "otpauth://totp/" + encoded(issuer) + ":" + encoded(account.email()) + "?secret=";
      String after = "&issuer=" + encoded(issuer);
      char[] typed = secret();
      char[] uri = new char[before.length() + typed.length + after.length()];
      CharBuffer.wrap(uri).put(before).put(typed).put(after);
      Arrays.fill(typed, '\0');
      return uri;
    }

    /**
     * Proves that the authenticator app has the secret; from now on every login asks for a code.
     *
     * @param code the six digits that the app shows
     * @throws LoginException {@link Reason#WRONG_CODE}
     */
    public void confirm(String code) {
      account.confirmSecondFactor(code);
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Overwrites the secret. */
    @Override
    public void close() {
      secret.close();
    }

    @Override
    public String toString() {
      return "Enrolment[REDACTED]";
    }
  }
}
