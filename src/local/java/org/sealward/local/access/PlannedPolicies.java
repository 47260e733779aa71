package org.sealward.local.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealward.local.aws.policy.PolicyDocument.Kind;
import org.sealward.local.aws.policy.RolePolicies;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.JsonObject;

/**
 * The policies that decide on private bundles, out of a plan as {@code terraform show -json} writes
 * it. What they are attached to is found by type and name of the resource in the configuration, in
 * whatever module.
 *
 * @param guards the policies of resources, and the trust policy of the owners' role, by ARN
 */
record PlannedPolicies(Site site, Map<Asker, PlannedRole> roles, Map<String, PolicyText> guards) {
  PlannedPolicies {
    roles = Map.copyOf(roles);
    guards = Map.copyOf(guards);
  }

  /**
   * @throws PlanException when it is not a plan, or does not say what is asked for here
   */
  static PlannedPolicies of(String planJson) {
    try {
      return of(new PlannedResources(JsonObject.parse(planJson)));
    } catch (AwsException e) {
      throw new PlanException("it is not a plan in JSON: " + e.text());
    }
  }

  private static PlannedPolicies of(PlannedResources planned) {
    JsonObject privateKey = planned.one("aws_kms_key", "private_bundles");
    JsonObject publicKey = planned.one("aws_kms_key", "public_bundles");
    JsonObject atRestKey = planned.one("aws_kms_key", "private_table");
    JsonObject owner = planned.one("aws_iam_role", "owner");
    Site site =
        new Site(
            PlannedResources.known(planned.one("aws_dynamodb_table", "private_bundles"), "name"),
            PlannedResources.known(privateKey, "arn"),
            PlannedResources.known(publicKey, "arn"),
            PlannedResources.known(atRestKey, "arn"),
            PlannedResources.known(planned.one("aws_cognito_identity_pool", "owners"), "id"),
            PlannedResources.known(owner, "name"));
    PlannedRole ownerRole = planned.role("owner");
    return new PlannedPolicies(
        site,
        Map.of(
            Asker.OWNER,
            ownerRole,
            Asker.OTHER,
            ownerRole,
            Asker.GUEST,
            ownerRole,
            Asker.SERVICE,
            planned.role("service"),
            Asker.OPERATOR,
            planned.role("operator"),
            Asker.ADMINISTRATOR,
            new PlannedRole(
                "administrator",
                List.of(
                    new PolicyText(
                        "AdministratorAccess", Kind.IDENTITY, RolePolicies.ADMINISTRATOR_ACCESS)),
                Optional.empty())),
        Map.of(
            site.table(),
            PlannedResources.text(
                planned.one("aws_dynamodb_resource_policy", "private_bundles"),
                "policy",
                Kind.RESOURCE),
            site.privateKey(),
            PlannedResources.text(privateKey, "policy", Kind.RESOURCE),
            site.publicKey(),
            PlannedResources.text(publicKey, "policy", Kind.RESOURCE),
            site.atRestKey(),
            PlannedResources.text(atRestKey, "policy", Kind.RESOURCE),
            site.role(site.ownerRole()),
            PlannedResources.text(owner, "assume_role_policy", Kind.TRUST)));
  }
}
