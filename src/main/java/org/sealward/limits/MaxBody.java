package org.sealward.limits;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The largest body that a route takes; without it, 64 kB. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MaxBody {
  /** In kB, of 1000 bytes; at most what {@code micronaut.server.max-request-buffer-size} allows. */
  int value();
}
