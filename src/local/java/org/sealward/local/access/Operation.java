package org.sealward.local.access;

import java.util.List;
import java.util.Map;

/**
 * A row of the table: something that somebody may try.
 *
 * @param asks all of them must be allowed, since AWS asks the policies about each
 */
record Operation(String name, List<Ask> asks) {

  /**
   * What the policies are asked about it, whoever tries.
   *
   * @param action as in policies
   * @param resource an ARN
   * @param context condition keys that come with the request
   */
  record Ask(String action, String resource, Map<String, List<String>> context) {}

  Operation {
    asks = List.copyOf(asks);
  }
}
