package org.sealward.merklelog;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.exceptions.ConfigurationException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealward.platform.SafeAddress;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.SignatureType;
import org.sealward.transparency.VerifierKey;

/**
 * Who cosigns: {@code SEALWARD_WITNESS_…}, the same for every log.
 *
 * @param addresses verifier key and address of each, with white space between all of them
 * @param quorum how many must have cosigned a checkpoint before it is served
 */
@ConfigurationProperties("sealward.witness")
record WitnessProperties(@Nullable String addresses, int quorum) {
  WitnessProperties {
    int count = parse(addresses).size();
    if (quorum < 0 || quorum > count) {
      throw new ConfigurationException(
          "SEALWARD_WITNESS_QUORUM must be 0 to the number of witnesses, which is " + count);
    }
  }

  List<WitnessAddress> all() {
    return parse(addresses);
  }

  /** As they stand beside cosignatures. */
  List<String> keys() {
    return all().stream().map(witness -> witness.key().encode()).toList();
  }

  private static List<WitnessAddress> parse(@Nullable String addresses) {
    if (addresses == null || addresses.isBlank()) {
      return List.of();
    }
    String[] words = addresses.strip().split("\\s+", -1);
    if (words.length % 2 != 0) {
      throw new ConfigurationException(
          "SEALWARD_WITNESS_ADDRESSES must have a verifier key and an address for each witness");
    }
    List<WitnessAddress> parsed = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      WitnessAddress next = new WitnessAddress(key(words[i]), address(words[i + 1]));
      if (parsed.stream().anyMatch(other -> other.key().key().equals(next.key().key()))) {
        throw new ConfigurationException("SEALWARD_WITNESS_ADDRESSES has one key twice");
      }
      parsed.add(next);
    }
    return List.copyOf(parsed);
  }

  private static VerifierKey key(String text) {
    try {
      VerifierKey key = VerifierKey.parse(text);
      if (key.type() == SignatureType.COSIGNATURE) {
        return key;
      }
    } catch (LogFormatException _) {
      // Said below.
    }
    throw new ConfigurationException(
        "SEALWARD_WITNESS_ADDRESSES: not the verifier key of a witness: " + text);
  }

  private static URI address(String text) {
    try {
      URI address = URI.create(text.endsWith("/") ? text : text + "/");
      if (SafeAddress.is(address)) {
        return address;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new ConfigurationException(
        "SEALWARD_WITNESS_ADDRESSES: must be an https address, such as"
            + " https://witness.example.org/: "
            + text);
  }
}
