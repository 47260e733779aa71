package org.sealward.objects;

import java.util.UUID;

/** The store holds no object under that key, or not in the state that the operation needs. */
public final class ObjectNotFoundException extends ObjectStoreException {

  ObjectNotFoundException(UUID key) {
    super("no such object: " + key);
  }
}
