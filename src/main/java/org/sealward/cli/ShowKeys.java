package org.sealward.cli;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.LogDescription;
import org.sealward.client.Keys;
import org.sealward.client.LogStanding;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.PublicBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "keys", description = "Shows public keys: the user's own, or another person's.")
final class ShowKeys extends AppCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "USER",
      description = "Another person's id; the user's own keys when left out.")
  @Nullable UUID user;

  @Option(
      names = "--trust",
      paramLabel = "FINGERPRINT",
      description =
          "Accept that person's new keys, after they said over another channel that these are"
              + " theirs.")
  @Nullable String trust;

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          PublicBundle bundle = bundle(session.keys());
          Optional<LogStanding> log = session.keys().log();
          out.item(
              Fields.of("userId", bundle.userId())
                  .and("version", bundle.version())
                  .and("fingerprint", bundle.fingerprint().base64Url())
                  .and("createdAt", bundle.createdAt())
                  .and("logOrigin", log.map(l -> l.log().origin()).orElse(null))
                  .and("logSize", log.map(l -> l.read().size()).orElse(null))
                  .and("logQuorum", log.map(l -> l.log().quorum()).orElse(null))
                  .map(),
              "user         "
                  + bundle.userId()
                  + "\nversion      "
                  + bundle.version()
                  + ", made "
                  + bundle.createdAt()
                  + "\nfingerprint  "
                  + bundle.fingerprint().base64Url()
                  + "\nlog          "
                  + log.map(ShowKeys::text)
                      .orElse("none: keys are believed as they are first seen"));
        });
  }

  private static String text(LogStanding standing) {
    LogDescription log = standing.log();
    return log.origin()
        + ", "
        + standing.read().size()
        + " entries read; "
        + (log.quorum() == 0
            ? "no witness vouches that others see the same"
            : log.quorum() + " of " + log.witnesses().size() + " witnesses have cosigned it");
  }

  private PublicBundle bundle(Keys keys) {
    UUID other = user;
    if (other == null) {
      if (trust != null) {
        throw new UsageException("Whose keys? ./sealward keys USER --trust FINGERPRINT");
      }
      return keys.own();
    }
    if (trust != null) {
      keys.trust(other, Bytes.fromBase64Url(trust));
    }
    return keys.of(other);
  }
}
