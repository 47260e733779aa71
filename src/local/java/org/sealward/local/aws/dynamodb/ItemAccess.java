package org.sealward.local.aws.dynamodb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that a request wants to do, as policies see it.
 *
 * @param action without the prefix, {@code GetItem}
 * @param resource {@code name}, {@code name/index/name}, or empty for an action without a table
 * @param leadingKeys values of {@code dynamodb:LeadingKeys}; absent when the request names no keys
 * @param enclosing the transaction that this is part of
 */
record ItemAccess(
    String action,
    String resource,
    Optional<List<String>> leadingKeys,
    Optional<String> enclosing) {
  static ItemAccess ofKeys(String action, String resource, Optional<List<String>> leadingKeys) {
    return new ItemAccess(action, resource, leadingKeys, Optional.empty());
  }

  static ItemAccess ofTable(String action, String resource) {
    return ofKeys(action, resource, Optional.empty());
  }

  ItemAccess within(String transaction) {
    return new ItemAccess(action, resource, leadingKeys, Optional.of(transaction));
  }

  Map<String, List<String>> context() {
    Map<String, List<String>> context = new LinkedHashMap<>();
    leadingKeys.ifPresent(keys -> context.put("dynamodb:LeadingKeys", keys));
    enclosing.ifPresent(
        operation -> context.put("dynamodb:EnclosingOperation", List.of(operation)));
    return context;
  }
}
