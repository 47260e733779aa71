package org.sealward.identity;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The authenticated user of a request. A controller method that takes a {@code Caller} gets the one
 * of its request.
 *
 * @param userId the Cognito {@code sub}, the user's id everywhere (protocol §3)
 * @param roles none while those that the user has do not count ({@link SecondFactors})
 */
public record Caller(UUID userId, Set<Role> roles) {
  public Caller {
    if (roles.contains(Role.OPERATOR) && roles.size() > 1) {
      throw new IllegalArgumentException("an operator has no other role");
    }
    roles = Set.copyOf(roles);
  }

  /**
   * @param groups of the user in Cognito; unknown ones are ignored, none of ours makes a patient
   * @throws IllegalArgumentException when {@code operator} stands beside another role
   */
  static Caller ofGroups(UUID userId, List<String> groups) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    groups.forEach(group -> Role.ofGroup(group).ifPresent(roles::add));
    return new Caller(userId, roles.isEmpty() ? EnumSet.of(Role.PATIENT) : roles);
  }

  Caller withoutRoles() {
    return new Caller(userId, Set.of());
  }

  public boolean is(Role role) {
    return roles.contains(role);
  }
}
