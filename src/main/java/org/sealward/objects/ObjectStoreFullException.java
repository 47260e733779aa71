package org.sealward.objects;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The store has no room left. What was stored before stays, so that an upload goes on where it
 * stopped once there is room again.
 */
public final class ObjectStoreFullException extends ObjectStoreException {

  ObjectStoreFullException(@Nullable IOException cause) {
    super("no room left for objects");
    if (cause != null) {
      initCause(cause);
    }
  }
}
