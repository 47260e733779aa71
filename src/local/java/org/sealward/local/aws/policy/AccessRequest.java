package org.sealward.local.aws.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One question to the policies: may this principal do this action on this resource?
 *
 * @param action as in policies, {@code dynamodb:GetItem}
 * @param resource an ARN, or {@code *} for actions without one
 * @param context condition keys of the request; an absent key and an empty list are different
 */
public record AccessRequest(
    Principal principal, String action, String resource, Map<String, List<String>> context) {
  public AccessRequest {
    Map<String, List<String>> canonical = new LinkedHashMap<>();
    context.forEach(
        (key, values) -> canonical.put(ConditionKey.canonical(key), List.copyOf(values)));
    principal
        .context()
        .forEach((key, values) -> canonical.put(ConditionKey.canonical(key), values));
    context = Map.copyOf(canonical);
  }

  Optional<List<String>> values(String key) {
    return Optional.ofNullable(context.get(ConditionKey.canonical(key)));
  }
}
