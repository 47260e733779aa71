package org.sealward.objects;

import java.util.UUID;

/** Another append to the same object is running. */
public final class ObjectBusyException extends ObjectStoreException {

  ObjectBusyException(UUID key) {
    super("another append is running: " + key);
  }
}
