package org.sealward.objects;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.convert.format.ReadableBytes;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where ciphertext objects lie: in a folder or in a bucket of S3.
 *
 * @param folder made when it is missing; for this service alone. Null exactly when there is a
 *     bucket
 * @param keepFree bytes, as in {@code 256MB}, that objects leave free on the folder's disk
 * @param bucket null for a folder
 * @param key of KMS, for the bucket's objects; null for what the bucket says
 */
@ConfigurationProperties("sealward.objects")
record ObjectsProperties(
    @Nullable Path folder,
    @PositiveOrZero @ReadableBytes long keepFree,
    @Nullable String bucket,
    @Nullable String key) {
  /** Here, since beside a bucket there must be none. */
  private static final Path DEFAULT_FOLDER = Path.of("data", "objects");

  ObjectsProperties {
    if (bucket == null && key != null) {
      throw new ConfigurationException(
          "SEALWARD_OBJECTS_KEY is for SEALWARD_OBJECTS_BUCKET alone.");
    }
    if (bucket != null && folder != null) {
      throw new ConfigurationException(
          "SEALWARD_OBJECTS_BUCKET and SEALWARD_OBJECTS_FOLDER exclude each other: set one.");
    }
    if (bucket != null && !bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw new ConfigurationException("SEALWARD_OBJECTS_BUCKET is not the name of a bucket.");
    }
    if (bucket == null && folder == null) {
      folder = DEFAULT_FOLDER;
    }
  }
}
