package org.sealward.client;

import java.nio.file.Path;
import java.util.Optional;
import org.sealward.envelope.Bytes;

/**
 * What a device remembers between runs: which keys of other people it has seen, how far each
 * conversation had come, which revision of the vault it knows, where the live stream stood. It is
 * what lets a client notice that a service shows something else today than yesterday. It also holds
 * a copy of the private keys, sealed under passphrase and recovery code; no key that is not sealed
 * and no content. It tells whom the user talks to.
 *
 * <p>Implementations are thread-safe and durable: when {@link #put} returns, the value survives a
 * crash.
 */
public interface DeviceStore {
  /**
   * The value last put.
   *
   * @param key 1 to 200 characters of {@code a–z}, {@code 0–9}, {@code .} and {@code -}
   */
  Optional<Bytes> get(String key);

  void put(String key, Bytes value);

  /**
   * One file for each key in a folder of its own, which is made when it is missing and which only
   * its owner can read.
   */
  static DeviceStore inFolder(Path folder) {
    return new FolderDeviceStore(folder);
  }

  /** Forgets when the process ends: every run trusts anew what it sees first. For tests. */
  static DeviceStore inMemory() {
    return new MemoryDeviceStore();
  }
}
