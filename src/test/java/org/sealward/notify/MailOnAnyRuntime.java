package org.sealward.notify;

import java.net.URI;
import java.time.Instant;

/** A program that sends one mail to the server of this computer at the port that it is given. */
public final class MailOnAnyRuntime {
  private MailOnAnyRuntime() {}

  public static void main(String[] arguments) {
    URI server = URI.create("smtp://127.0.0.1:" + arguments[0]);
    Mail mail =
        new Mail(new MailProperties(server, null, null, "Sealward <status@clinic.example.org>"));
    Notice notice =
        Notice.of(
            Mail.CHANNEL,
            "on.call@clinic.example.org",
            "Überall Störung",
            "Nichts geht.\n",
            Instant.now());
    System.out.println(mail.send(notice));
  }
}
