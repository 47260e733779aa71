package org.sealward.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail to real servers: GreenMail, and one with STARTTLS that refuses what it is told to. */
class MailTest {
  /** An address of this computer that the settings do not take for one. */
  private static final String ELSEWHERE = "127.0.0.2";

  private static final String PASSWORD = "the password of the mail server";
  private static final Instant AT = Instant.parse("2030-03-10T01:02:03Z");
  private static final UUID ID = UUID.fromString("8f7b2a54-3c64-4f1c-9a1e-0a5d5e7c1b2d");
  private static final Notice NOTICE =
      Notice.of("mail", "on.call@clinic.example.org", "Връзката прекъсна", "Ред\n.\nи още\n", AT)
          .withId(ID);

  private static SSLSocketFactory certified;
  private static SSLSocketFactory trusting;

  /** A certificate for {@link #ELSEWHERE}, and those who trust it. */
  @BeforeAll
  static void certificate(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("mail.p12");
    char[] password = "of no worth".toCharArray();
    Process tool =
        new ProcessBuilder(
                (Path.of(System.getProperty("java.home"), "bin", "keytool")
                        + " -J-XX:TieredStopAtLevel=1 -genkeypair -alias tls -keyalg EC -groupname"
                        + " secp256r1 -dname CN=mail -ext san=ip:"
                        + ELSEWHERE
                        + " -storetype PKCS12 -keystore "
                        + file)
                    .split(" ", -1))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var input = tool.outputWriter(StandardCharsets.UTF_8)) {
      input.write(new String(password) + "\n" + new String(password) + "\n");
    }
    assertThat(tool.waitFor()).isZero();
    KeyStore own = KeyStore.getInstance(file.toFile(), password);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, password);
    SSLContext server = SSLContext.getInstance("TLS");
    server.init(keys.getKeyManagers(), null, null);
    certified = server.getSocketFactory();
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("tls", own.getCertificate("tls"));
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(trusted);
    SSLContext client = SSLContext.getInstance("TLS");
    client.init(null, managers.getTrustManagers(), null);
    trusting = client.getSocketFactory();
  }

  private static Mail mail(String server, @Nullable SSLSocketFactory tls) {
    return new Mail(
        new MailProperties(
            URI.create(server), "sealward", PASSWORD, "Sealward <status@example.org>"),
        tls);
  }

  private static Delivery send(TestMailServer server, @Nullable SSLSocketFactory tls) {
    return mail("smtp://" + ELSEWHERE + ":" + server.port(), tls).send(NOTICE);
  }

  @Test
  void notice_isAMailToItsReceiver_andTheSameWhenItIsSentAgain() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    try {
      server.setUser("sealward", PASSWORD);
      Mail mail = mail("smtp://127.0.0.1:" + server.getSmtp().getPort(), null);

      assertThat(mail.send(NOTICE)).isEqualTo(Delivery.TAKEN);
      assertThat(mail.send(NOTICE)).isEqualTo(Delivery.TAKEN);

      MimeMessage[] received = server.getReceivedMessages();
      assertThat(received).hasSize(2);
      for (MimeMessage message : received) {
        assertThat(message.getHeader("Message-ID"))
            .containsExactly("<8f7b2a54-3c64-4f1c-9a1e-0a5d5e7c1b2d@example.org>");
        assertThat(message.getHeader("From")).containsExactly("Sealward <status@example.org>");
        assertThat(message.getHeader("To")).containsExactly("on.call@clinic.example.org");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getHeader("List-Unsubscribe")).isNull();
        assertThat(message.getSubject()).isEqualTo("Връзката прекъсна");
        assertThat(message.getSentDate().toInstant()).isEqualTo(AT);
        assertThat(message.getContentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(((String) message.getContent()).replace("\r\n", "\n").strip())
            .isEqualTo("Ред\n.\nи още");
      }
    } finally {
      server.stop();
    }
  }

  @Test
  void notice_thatCanBeEnded_saysHow() throws Exception {
    try (var server = new TestMailServer("127.0.0.1", null, false)) {
      Mail mail = mail("smtp://127.0.0.1:" + server.port(), null);

      URI end = URI.create("https://example.org/v1/status/unsubscribe/1");
      assertThat(mail.send(NOTICE.withUnsubscribe(end))).isEqualTo(Delivery.TAKEN);

      assertThat(server.lines)
          .contains(
              "> List-Unsubscribe: <https://example.org/v1/status/unsubscribe/1>",
              "> List-Unsubscribe-Post: List-Unsubscribe=One-Click",
              "plain EHLO example.org",
              "plain MAIL FROM:<status@example.org>",
              "plain RCPT TO:<on.call@clinic.example.org>");
    }
  }

  @Test
  void serverOfAnotherComputer_getsNothingWithoutTls() throws Exception {
    try (var without = new TestMailServer(ELSEWHERE, null, false);
        var with = new TestMailServer(ELSEWHERE, certified, false)) {
      assertThat(send(without, trusting)).isEqualTo(Delivery.FAILED);
      assertThat(without.lines).allMatch(line -> line.matches("plain (EHLO example.org|QUIT)"));

      assertThat(send(with, trusting)).isEqualTo(Delivery.TAKEN);
      assertThat(with.lines)
          .startsWith(
              "plain EHLO example.org",
              "plain STARTTLS",
              "tls EHLO example.org",
              "tls AUTH PLAIN "
                  + Base64.getEncoder()
                      .encodeToString(
                          ("sealward\0sealward\0" + PASSWORD).getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void serverWithAWrongCertificate_getsNothing() throws Exception {
    try (var right = new TestMailServer(ELSEWHERE, certified, false);
        var other = new TestMailServer("127.0.0.3", certified, false)) {
      assertThat(send(right, null)).as("of an authority nobody trusts").isEqualTo(Delivery.FAILED);
      assertThat(mail("smtp://127.0.0.3:" + other.port(), trusting).send(NOTICE))
          .as("of another name")
          .isEqualTo(Delivery.FAILED);
      assertThat(right.lines).allMatch(line -> line.startsWith("plain"));
      assertThat(other.lines).noneMatch(line -> line.matches("(?s).*(AUTH|MAIL).*"));

      assertThat(send(right, trusting)).isEqualTo(Delivery.TAKEN);
    }
  }

  @Test
  void serverThatBeginsWithTls_isGivenTheMail() throws Exception {
    try (var server = new TestMailServer(ELSEWHERE, certified, true)) {
      Mail mail = mail("smtps://" + ELSEWHERE + ":" + server.port(), trusting);

      assertThat(mail.send(NOTICE)).isEqualTo(Delivery.TAKEN);

      assertThat(server.lines).contains("tls DATA").noneMatch(line -> line.startsWith("plain"));
      assertThat(mail("smtps://" + ELSEWHERE + ":" + server.port(), null).send(NOTICE))
          .isEqualTo(Delivery.FAILED);
    }
  }

  /** A receiver that is refused for good will be refused again; everything else may get better. */
  @Test
  void answer_saysWhetherAnotherTryMayHelp() throws Exception {
    try (var server = new TestMailServer("127.0.0.1", null, false);
        var log = new LogLines()) {
      Mail mail = mail("smtp://127.0.0.1:" + server.port(), null);
      record Case(String command, String answer, Delivery expected) {}
      for (Case one :
          List.of(
              new Case("RCPT", "451 on.call@clinic.example.org: come later", Delivery.FAILED),
              new Case("RCPT", "452 too many", Delivery.FAILED),
              new Case("RCPT", "550 on.call@clinic.example.org: unknown", Delivery.GONE),
              new Case("RCPT", "553 no such name", Delivery.GONE),
              new Case("MAIL", "550 status@example.org: not you", Delivery.FAILED),
              new Case("AUTH", "535 " + PASSWORD + "?", Delivery.FAILED),
              new Case("DATA", "451 no disk", Delivery.FAILED),
              new Case(
                  ".", "554 on.call@clinic.example.org takes no such thing", Delivery.FAILED))) {
        server.answers.clear();
        server.answers.put(one.command(), one.answer());
        server.lines.clear();
        assertThat(mail.send(NOTICE)).as(one.toString()).isEqualTo(one.expected());
      }
      server.answers.clear();
      assertThat(mail.send(NOTICE)).isEqualTo(Delivery.TAKEN);
      assertThat(mail("smtp://127.0.0.1:" + free(), null).send(NOTICE))
          .as("nobody is there")
          .isEqualTo(Delivery.FAILED);

      assertThat(log.all())
          .hasSize(9)
          .contains("the mail server answers 451 to a receiver", "the mail server answers 554")
          .noneMatch(line -> line.matches(".*(@|password|Връзката|Ред).*"));
    }
  }

  /** A port where nobody listens. */
  private static int free() throws IOException {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return listener.getLocalPort();
    }
  }

  /** What is in a header is one line, so that nothing can be added to it. */
  @Test
  void linesInSubjectsAndReceivers_areRefused() throws Exception {
    for (String bad : List.of("a\r\nBcc: x@example.org", "a\nb", "a\rb", "a\0b", "x".repeat(501))) {
      assertThatThrownBy(() -> Notice.of("mail", "a@example.org", bad, "", AT))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> Notice.of("mail", bad, "a", "", AT))
          .isInstanceOf(IllegalArgumentException.class);
    }
    try (var server = new TestMailServer("127.0.0.1", null, false)) {
      Mail mail = mail("smtp://127.0.0.1:" + server.port(), null);
      for (String bad :
          List.of(
              "a@example.org, b@example.org",
              "A <a@example.org>",
              "a@example.org>",
              "a b@example.org",
              "\"a b\"@example.org",
              "a@",
              "@example.org",
              "a..b@example.org",
              "a@example..org",
              "a@-example.org",
              "a@[127.0.0.1]",
              "а@example.org",
              "a",
              "x".repeat(65) + "@example.org",
              "a@" + "x".repeat(64) + ".org")) {
        assertThat(Mail.isAddress(bad)).as(bad).isFalse();
        assertThat(mail.send(Notice.of("mail", bad, "a", "", AT))).isEqualTo(Delivery.GONE);
      }
      assertThat(server.lines).isEmpty();
    }
    for (String good : List.of("a@example.org", "o'neil+x_y.z@mail-1.example.org", "a@b")) {
      assertThat(Mail.isAddress(good)).as(good).isTrue();
    }
  }

  /** What only the mail server's own site delivers is for the operator to name. */
  @Test
  void address_thatAnybodyMayName_isOfADomain() {
    for (String own : List.of("root@localhost", "a@b", "a@10.0.0.1", "a@example.1", "a.b@c")) {
      assertThat(Mail.isPublicAddress(own)).as(own).isFalse();
    }
    for (String good : List.of("a@example.org", "a@b.c", "a@10.example.xn--p1ai", "a.b@c.d1")) {
      assertThat(Mail.isPublicAddress(good)).as(good).isTrue();
    }
    assertThat(Mail.isPublicAddress("a b@example.org")).isFalse();
  }

  @Test
  void settings_thatAreOfNoUse_areRefused() {
    URI server = URI.create("smtp://mail.example.org");
    for (String bad :
        List.of(
            "http://mail.example.org",
            "smtp:mail",
            "smtp://a:b@mail.example.org",
            "smtp://mail.example.org/x",
            "smtp://mail.example.org?x")) {
      refused(URI.create(bad), "a", "b", "a@example.org");
    }
    refused(server, "a", null, "a@example.org");
    refused(server, null, "b", "a@example.org");
    refused(server, null, null, null);
    for (String bad : List.of("", "nobody", "A <a@example.org", "a@example.org, b@example.org")) {
      refused(server, null, null, bad);
    }
    MailProperties good = new MailProperties(server, "a", PASSWORD, "A <a@example.org>");
    assertThat(good.toString()).doesNotContain(PASSWORD);
    assertThat(good.port()).isEqualTo(587);
    assertThat(good.tlsRequired()).isTrue();
    assertThat(new MailProperties(URI.create("smtps://mail.example.org"), null, null, "a@b").port())
        .isEqualTo(465);
    assertThat(new Mail(new MailProperties(null, null, null, null), null).offered()).isFalse();
  }

  private static void refused(
      URI server, @Nullable String user, @Nullable String password, @Nullable String from) {
    assertThatThrownBy(() -> new MailProperties(server, user, password, from))
        .as("%s %s", server, from)
        .isInstanceOf(ConfigurationException.class);
  }
}
