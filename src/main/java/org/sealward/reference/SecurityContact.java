package org.sealward.reference;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.exceptions.ConfigurationException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where weaknesses are reported: {@code SEALWARD_SECURITY_…}. Read at the start, so that what is
 * wrong stops it.
 *
 * @param contact an https, mailto or tel address; absent: none is named
 * @param expires until when that holds, such as {@code 2027-06-30T00:00:00Z}; required with a
 *     contact
 */
@Context
@ConfigurationProperties("sealward.security")
record SecurityContact(@Nullable URI contact, @Nullable String expires) {
  SecurityContact {
    if (contact != null && !String.valueOf(contact.getScheme()).matches("https|mailto|tel")) {
      throw new ConfigurationException(
          "SEALWARD_SECURITY_CONTACT must be an https, mailto or tel address, such as"
              + " mailto:security@example.org");
    }
    if ((contact == null) != (expires == null)) {
      throw new ConfigurationException(
          "SEALWARD_SECURITY_CONTACT and SEALWARD_SECURITY_EXPIRES are set together or not at all");
    }
    if (expires != null) {
      try {
        var _ = Instant.parse(expires);
      } catch (DateTimeException _) {
        throw new ConfigurationException(
            "SEALWARD_SECURITY_EXPIRES must be a time such as 2027-06-30T00:00:00Z");
      }
    }
  }

  /** The file of RFC 9116; none when nothing is set, or when it holds no longer. */
  Optional<String> file(Instant now) {
    return contact == null || expires == null || !now.isBefore(Instant.parse(expires))
        ? Optional.empty()
        : Optional.of("Contact: " + contact + "\nExpires: " + expires + "\n");
  }
}
