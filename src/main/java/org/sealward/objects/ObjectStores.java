package org.sealward.objects;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;

@Factory
final class ObjectStores {
  @Singleton
  @Bean(preDestroy = "close")
  DiskObjectStore diskObjectStore(ObjectsProperties properties, MeterRegistry metrics) {
    try {
      ObjectFolder folder = ObjectFolder.open(properties.folder());
      FileStore disk = Files.getFileStore(properties.folder());
      var store = new DiskObjectStore(folder, properties.keepFree(), () -> usableSpace(disk));
      Gauge.builder("sealward.objects.room", store, DiskObjectStore::room)
          .description("What objects may still take of their disk")
          .baseUnit("bytes")
          .register(metrics);
      return store;
    } catch (IOException e) {
      throw new ObjectStoreException("cannot use the object folder " + properties.folder(), e);
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
