package org.sealward.objects;

import java.io.IOException;

/** The medium under an object store failed. */
public class ObjectStoreException extends RuntimeException {

  ObjectStoreException(String message) {
    super(message);
  }

  ObjectStoreException(String message, IOException cause) {
    super(message, cause);
  }
}
