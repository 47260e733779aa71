package org.sealward.client;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sealward.envelope.Bytes;

final class MemoryDeviceStore implements DeviceStore {
  private final Map<String, Bytes> values = new ConcurrentHashMap<>();

  @Override
  public Optional<Bytes> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  @Override
  public void put(String key, Bytes value) {
    values.put(key, value);
  }
}
