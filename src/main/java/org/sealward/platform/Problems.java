package org.sealward.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The problems of a route's own that it may answer with, besides {@link GeneralProblem}'s. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Problems {
  /** Last parts of {@link ProblemType#type()}, such as {@code stale-epoch}. */
  String[] value();
}
