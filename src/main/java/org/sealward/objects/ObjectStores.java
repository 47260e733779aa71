package org.sealward.objects;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import software.amazon.awssdk.services.s3.S3Client;

@Factory
final class ObjectStores {
  private static final String BUCKET = "sealward.objects.bucket";

  /** Parts of uploads that are in memory take this part of the heap at most. */
  private static final int SHARE_OF_HEAP = 4;

  @Singleton
  @Requires(property = BUCKET)
  S3ObjectStore s3ObjectStore(ObjectsProperties properties, S3Client s3) {
    var bucket = new S3Bucket(s3, Objects.requireNonNull(properties.bucket()), properties.key());
    if (bucket.isRefused()) {
      throw new ConfigurationException(
          "SEALWARD_OBJECTS_BUCKET names no bucket of its region that this role may use.");
    }
    long parts = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / UnfinishedObject.PART;
    return new S3ObjectStore(bucket, Math.clamp(parts, 2, Integer.MAX_VALUE));
  }

  @Singleton
  @Requires(property = BUCKET)
  S3Journal s3Journal(ObjectsProperties properties, S3Client s3) {
    return new S3Journal(
        new S3Bucket(s3, Objects.requireNonNull(properties.bucket()), properties.key()));
  }

  @Singleton
  @Requires(missingProperty = BUCKET)
  DiskJournal diskJournal(ObjectsProperties properties) {
    return new DiskJournal(
        Objects.requireNonNull(properties.folder()).toAbsolutePath().resolve(JournalNames.FOLDER));
  }

  @Singleton
  @Bean(preDestroy = "close")
  @Requires(missingProperty = BUCKET)
  DiskObjectStore diskObjectStore(ObjectsProperties properties, MeterRegistry metrics) {
    Path place = Objects.requireNonNull(properties.folder());
    try {
      ObjectFolder folder = ObjectFolder.open(place);
      FileStore disk = Files.getFileStore(place);
      var store = new DiskObjectStore(folder, properties.keepFree(), () -> usableSpace(disk));
      Gauge.builder("sealward.objects.room", store, DiskObjectStore::room)
          .description("What objects may still take of their disk")
          .baseUnit("bytes")
          .register(metrics);
      return store;
    } catch (IOException e) {
      throw new ObjectStoreException("cannot use the object folder " + place, e);
    }
  }

  private static long usableSpace(FileStore disk) {
    try {
      return disk.getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
