package org.sealward.local.aws;

import java.util.List;
import java.util.Map;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.policy.Principal;
import org.sealward.local.aws.policy.RolePolicies;
import org.sealward.local.aws.signature.Grant;
import org.sealward.local.aws.signature.StaticRole;

/** The roles whose access keys are of the installation. */
record Roles(StaticRole service, StaticRole operator, StaticRole administrator) {
  static Roles of(Account account, Installation installation, Policies policies) {
    return new Roles(
        role("service", policies.service(), account, installation),
        role("operator", policies.operator(), account, installation),
        role("administrator", policies.administrator(), account, installation));
  }

  List<StaticRole> all() {
    return List.of(service, operator, administrator);
  }

  private static StaticRole role(
      String name, RolePolicies policies, Account account, Installation installation) {
    String role = "sealward-" + name;
    Principal principal =
        new Principal(
            account.roleArn(role),
            account.sessionArn(role, "session"),
            Map.of("aws:RequestedRegion", List.of(account.region())));
    return new StaticRole(installation.key(name), new Grant(principal, policies));
  }
}
