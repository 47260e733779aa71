package org.sealward.local;

import java.net.URI;
import java.nio.file.Path;
import org.sealward.client.DeviceStore;
import org.sealward.client.SealwardClient;

/**
 * Where the demo's people meet.
 *
 * @param devices folder with a folder for each device; not the server's, so not searched
 */
record Stage(URI service, Path devices) {
  DeviceStore device(String name) {
    return DeviceStore.inFolder(devices.resolve(name.replaceAll("[^A-Za-z]", "")));
  }

  SealwardClient client(DeviceStore device) {
    return SealwardClient.of(service, device).connect();
  }
}
