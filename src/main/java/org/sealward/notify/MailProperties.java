package org.sealward.notify;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sealward.platform.SafeAddress;

/**
 * The mail server that takes what the service sends: {@code SEALWARD_MAIL_…}.
 *
 * @param smtp {@code smtp://HOST:PORT}, which must speak STARTTLS unless it is on this computer, or
 *     {@code smtps://HOST:PORT}; absent: no mail is sent
 * @param user who logs in there, with the password; absent: nobody does
 * @param from such as {@code Sealward <status@example.org>}; required with a server
 */
@ConfigurationProperties("sealward.mail")
record MailProperties(
    @Nullable URI smtp, @Nullable String user, @Nullable String password, @Nullable String from) {
  /** The property that a deployment with mail has. */
  static final String SMTP = "sealward.mail.smtp";

  private static final Map<String, Integer> PORTS = Map.of("smtp", 587, "smtps", 465);

  MailProperties {
    if (smtp != null) {
      if (smtp.getHost() == null
          || !PORTS.containsKey(smtp.getScheme())
          || smtp.getUserInfo() != null
          || !(smtp.getRawPath() + Objects.toString(smtp.getRawQuery(), "")).isEmpty()) {
        throw new ConfigurationException(
            "SEALWARD_MAIL_SMTP must be the address of a mail server, such as"
                + " smtp://mail.example.org:587 or smtps://mail.example.org:465");
      }
      if ((user == null) != (password == null)) {
        throw new ConfigurationException(
            "SEALWARD_MAIL_USER and SEALWARD_MAIL_PASSWORD are set together, or neither");
      }
      if (from == null || !Mail.isAddress(parsed(from).getAddress())) {
        throw wrongFrom();
      }
    }
  }

  private static InternetAddress parsed(String from) {
    try {
      return new InternetAddress(from, true);
    } catch (AddressException _) {
      throw wrongFrom();
    }
  }

  private static ConfigurationException wrongFrom() {
    return new ConfigurationException(
        "SEALWARD_MAIL_FROM must be an e-mail address, such as Sealward <status@example.org>");
  }

  /** Whether there is a server. */
  boolean offered() {
    return smtp != null;
  }

  URI server() {
    return Objects.requireNonNull(smtp, "no mail server is configured");
  }

  int port() {
    return server().getPort() < 0
        ? Objects.requireNonNull(PORTS.get(server().getScheme()))
        : server().getPort();
  }

  /** Whether a connection that stays without TLS is of no use. */
  boolean tlsRequired() {
    return !SafeAddress.isLoopback(server());
  }

  InternetAddress sender() {
    return parsed(Objects.requireNonNull(from));
  }

  /** The password is never shown. */
  @Override
  public String toString() {
    return "MailProperties[smtp=" + smtp + ", user=" + user + ", from=" + from + "]";
  }
}
