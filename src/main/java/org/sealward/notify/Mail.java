package org.sealward.notify;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.regex.Pattern;

/** Sends mail. */
@Singleton
public class Mail {
  /** The channel whose receivers are e-mail addresses. */
  public static final String CHANNEL = "mail";

  /** Longer than a delivery can take. */
  public static final Duration LONGEST = Duration.ofMinutes(5);

  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern ADDRESS =
      Pattern.compile(ATOM + "(\\." + ATOM + ")*@" + LABEL + "(\\." + LABEL + ")*");

  /** Whether a text is an address alone, as mail servers without extensions take it. */
  public static boolean isAddress(String text) {
    return text.length() <= 254 && text.indexOf('@') <= 64 && ADDRESS.matcher(text).matches();
  }

  /** Whether the deployment has a mail server. */
  public boolean offered() {
    return false;
  }
}
