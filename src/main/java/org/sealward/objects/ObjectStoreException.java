package org.sealward.objects;

/** The medium under an object store failed. */
public class ObjectStoreException extends RuntimeException {

  ObjectStoreException(String message) {
    super(message);
  }

  ObjectStoreException(String message, Exception cause) {
    super(message, cause);
  }
}
