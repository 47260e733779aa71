package org.sealward.notify;

import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a notice as a mail of plain text to its receiver, an e-mail address. However often it is
 * sent it has one {@code Message-ID}, and it says that no person wrote it (RFC 3834); where it can
 * be ended, a click does so (RFC 8058).
 *
 * <p>Logs have neither addresses nor what servers say, in which addresses stand.
 */
@Context
public class Mail {
  /** The channel whose receivers are e-mail addresses. */
  public static final String CHANNEL = "mail";

  /** Longer than a delivery can take: ten answers, each within half a minute. */
  public static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Logger LOG = LoggerFactory.getLogger(Mail.class);

  /** A server that has the whole message may take its time to judge it. */
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private static final Duration CONNECTION = Duration.ofSeconds(10);

  private static final int LONGEST_ADDRESS = 254;
  private static final int LONGEST_MAILBOX = 64;
  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern ADDRESS =
      Pattern.compile(ATOM + "(\\." + ATOM + ")*@" + LABEL + "(\\." + LABEL + ")*");

  /** Computers of a site's own have names without a dot, or numbers. */
  private static final Pattern PUBLIC_DOMAIN = Pattern.compile(".*\\.[^.]*[A-Za-z][^.]*");

  private final MailProperties properties;
  private final @Nullable Session session;

  @Inject
  Mail(MailProperties properties) {
    this(properties, null);
  }

  /**
   * For tests.
   *
   * @param tls what makes connections with TLS; null: what the JVM has, which trusts whom it trusts
   */
  Mail(MailProperties properties, @Nullable SSLSocketFactory tls) {
    this.properties = properties;
    this.session = properties.offered() ? session(properties, tls) : null;
  }

  /** Whether a text is an address and nothing else, as every mail server takes it. */
  public static boolean isAddress(String text) {
    return text.length() <= LONGEST_ADDRESS
        && text.indexOf('@') <= LONGEST_MAILBOX
        && ADDRESS.matcher(text).matches();
  }

  /** Whether it is an address that anybody may name: none of the mail server's own site. */
  public static boolean isPublicAddress(String text) {
    return isAddress(text)
        && PUBLIC_DOMAIN.matcher(text.substring(text.indexOf('@') + 1)).matches();
  }

  /** Whether the deployment has a mail server. */
  public boolean offered() {
    return properties.offered();
  }

  private static Session session(MailProperties properties, @Nullable SSLSocketFactory tls) {
    String scheme = properties.server().getScheme();
    Properties settings = new Properties();
    String prefix = "mail." + scheme + ".";
    settings.setProperty(prefix + "connectiontimeout", millis(CONNECTION));
    settings.setProperty(prefix + "timeout", millis(ANSWER));
    settings.setProperty(prefix + "writetimeout", millis(ANSWER));
    String startTls = String.valueOf(properties.tlsRequired());
    settings.setProperty(prefix + "starttls.enable", startTls);
    settings.setProperty(prefix + "starttls.required", startTls);
    settings.setProperty(prefix + "ssl.checkserveridentity", "true");
    settings.setProperty(prefix + "ssl.protocols", "TLSv1.3 TLSv1.2");
    settings.setProperty(prefix + "auth", String.valueOf(properties.user() != null));
    settings.setProperty(prefix + "auth.mechanisms", "PLAIN LOGIN");
    settings.setProperty(prefix + "from", properties.sender().getAddress());
    // Otherwise it says the computer's own name.
    settings.setProperty(prefix + "localhost", domain(properties));
    settings.setProperty(prefix + "quitwait", "false");
    if (tls != null) {
      settings.put(prefix + "ssl.socketFactory", tls);
    }
    return Session.getInstance(settings);
  }

  private static String millis(Duration duration) {
    return String.valueOf(duration.toMillis());
  }

  private static String domain(MailProperties properties) {
    String from = properties.sender().getAddress();
    return from.substring(from.indexOf('@') + 1);
  }

  /** Gives the notice to the mail server. Blocks, mostly less than a second. */
  public Delivery send(Notice notice) {
    Session with = session;
    if (with == null || !isAddress(notice.receiver())) {
      return Delivery.GONE;
    }
    try {
      MimeMessage message = message(with, notice);
      Transport transport = with.getTransport(properties.server().getScheme());
      try {
        transport.connect(
            properties.server().getHost(),
            properties.port(),
            properties.user(),
            properties.password());
        transport.sendMessage(message, message.getAllRecipients());
        return Delivery.TAKEN;
      } finally {
        close(transport);
      }
    } catch (MessagingException | UnsupportedEncodingException e) {
      return failed(e);
    }
  }

  /** Whether the server has the message is known by then. */
  private static void close(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      LOG.debug("a connection to the mail server ended: {}", e.getClass().getSimpleName());
    }
  }

  private static Delivery failed(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SMTPAddressFailedException refused) {
        LOG.warn("the mail server answers {} to a receiver", refused.getReturnCode());
        return refused.getReturnCode() / 100 == 5 ? Delivery.GONE : Delivery.FAILED;
      }
      if (cause instanceof SMTPSendFailedException refused) {
        LOG.warn("the mail server answers {}", refused.getReturnCode());
        return Delivery.FAILED;
      }
    }
    LOG.warn("the mail server takes nothing: {}", classes(failure));
    return Delivery.FAILED;
  }

  private static String classes(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    return failure.getCause() == null ? name : name + " < " + classes(failure.getCause());
  }

  private MimeMessage message(Session with, Notice notice)
      throws MessagingException, UnsupportedEncodingException {
    MimeMessage message = new Identified(with, "<" + notice.id() + "@" + domain(properties) + ">");
    InternetAddress from = properties.sender();
    from.setPersonal(from.getPersonal(), StandardCharsets.UTF_8.name());
    message.setFrom(from);
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(notice.receiver(), true));
    message.setSubject(notice.subject(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(notice.at()));
    message.setHeader("Auto-Submitted", "auto-generated");
    if (notice.unsubscribe() != null) {
      message.setHeader("List-Unsubscribe", "<" + notice.unsubscribe() + ">");
      message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    message.setText(notice.body(), StandardCharsets.UTF_8.name());
    message.saveChanges();
    return message;
  }

  /** With an id that does not change when it is saved. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
