package org.sealward.platform;

import java.net.URI;
import java.util.Locale;

/**
 * One kind of failure that clients may tell apart, usually a constant of a feature's enum. The name
 * is part of the API: it makes the stable {@code type} of RFC 9457.
 */
public interface ProblemType {
  /** In upper snake case, such as {@code STALE_EPOCH}; never renamed. */
  String name();

  /** The HTTP status, 400 to 599. */
  int status();

  /** A short sentence, the same for every occurrence. */
  String title();

  /** Such as {@code urn:sealward:problem:stale-epoch}. */
  default URI type() {
    return URI.create("urn:sealward:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
