package org.sealward.decryption;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.PositiveOrZero;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.OwnServiceKey;
import org.sealward.envelope.SecretBytes;

/**
 * How much the service decrypts for apps that cannot: {@code SEALWARD_DECRYPTION_…}.
 *
 * @param concurrent pictures at a time; 0: none, ever
 * @param signingKey seed of the service key, 32 bytes in base64url; required if any
 */
@ConfigurationProperties("sealward.decryption")
record DecryptionProperties(@PositiveOrZero @Max(64) int concurrent, @Nullable String signingKey) {
  /** The property that says whether anything is decrypted. */
  static final String CONCURRENT = "sealward.decryption.concurrent";

  private static final int SEED = 32;

  DecryptionProperties {
    if (concurrent > 0) {
      serviceKey(signingKey).close();
    }
  }

  /** Apps have pinned its public half. */
  OwnServiceKey serviceKey() {
    return serviceKey(signingKey);
  }

  private static OwnServiceKey serviceKey(@Nullable String seed) {
    try {
      Bytes read = Bytes.fromBase64Url(seed == null ? "" : seed);
      if (read.length() == SEED) {
        return new OwnServiceKey(SecretBytes.copyOf(read.toArray()));
      }
    } catch (IllegalArgumentException _) {
      // Not shown: it may be a secret all the same.
    }
    throw new ConfigurationException(
        "SEALWARD_DECRYPTION_SIGNING_KEY must be 32 bytes in base64url without padding");
  }

  /** The key is never shown. */
  @Override
  public String toString() {
    return "DecryptionProperties[concurrent=" + concurrent + "]";
  }
}
