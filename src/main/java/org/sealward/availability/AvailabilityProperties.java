package org.sealward.availability;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.exceptions.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.VerifyingKey;

/**
 * Who watches, and what is promised: {@code SEALWARD_AVAILABILITY_…}.
 *
 * @param probers location and key of each, with white space between all of them
 * @param contracts folder with a policy file for each contract (protocol §19.3), or the policies
 *     themselves, one on each line
 */
@ConfigurationProperties("sealward.availability")
record AvailabilityProperties(@Nullable String probers, @Nullable String contracts) {
  AvailabilityProperties {
    var _ = parse(probers);
  }

  /** The key of the prober at a location. */
  Optional<VerifyingKey> key(String location) {
    return Optional.ofNullable(parse(probers).get(location));
  }

  private static Map<String, VerifyingKey> parse(@Nullable String probers) {
    Map<String, VerifyingKey> parsed = new LinkedHashMap<>();
    if (probers == null || probers.isBlank()) {
      return parsed;
    }
    String[] words = probers.strip().split("\\s+", -1);
    if (words.length % 2 != 0) {
      throw wrong("must have a location and a key for each prober");
    }
    for (int i = 0; i < words.length; i += 2) {
      if (!words[i].matches("[a-z][a-z0-9-]{0,31}")) {
        throw wrong("not a location: " + words[i]);
      }
      if (parsed.put(words[i], parsedKey(words[i + 1])) != null) {
        throw wrong("has a location twice: " + words[i]);
      }
    }
    return parsed;
  }

  private static VerifyingKey parsedKey(String text) {
    try {
      return VerifyingKey.checked(Bytes.fromBase64Url(text));
    } catch (InvalidEnvelopeException _) {
      throw wrong("not the key of a prober, as './sealward probe key' shows it: " + text);
    }
  }

  private static ConfigurationException wrong(String what) {
    return new ConfigurationException("SEALWARD_AVAILABILITY_PROBERS: " + what);
  }
}
