package org.sealward.local.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.policy.PolicyDocument;
import org.sealward.local.aws.policy.PolicyDocument.Kind;
import org.sealward.local.aws.policy.PolicyTemplate;
import org.sealward.local.aws.policy.RolePolicies;

/** The deployed policy documents, rendered for one installation, and an administrator's. */
record Policies(
    RolePolicies owner,
    RolePolicies service,
    RolePolicies operator,
    RolePolicies administrator,
    PolicyDocument identityPoolTrust,
    PolicyDocument privateTable,
    PolicyDocument privateKey,
    PolicyDocument publicKey,
    PolicyDocument logKey) {

  /**
   * @param folder with the templates
   */
  static Policies load(Path folder, Account account) {
    return new Policies(
        RolePolicies.of(read(folder, "owner-identity.json", Kind.IDENTITY, account)),
        RolePolicies.of(
            read(folder, "service-role.json", Kind.IDENTITY, account),
            read(folder, "eu-regions.json", Kind.IDENTITY, account)),
        RolePolicies.of(
            read(folder, "operator-role.json", Kind.IDENTITY, account),
            read(folder, "eu-regions.json", Kind.IDENTITY, account)),
        RolePolicies.of(
            PolicyDocument.parse(
                "AdministratorAccess", Kind.IDENTITY, RolePolicies.ADMINISTRATOR_ACCESS)),
        read(folder, "identity-pool-trust.json", Kind.TRUST, account),
        read(folder, "private-bundles-table.json", Kind.RESOURCE, account),
        read(folder, "private-bundles-key.json", Kind.RESOURCE, account),
        read(folder, "public-bundles-key.json", Kind.RESOURCE, account),
        read(folder, "log-key.json", Kind.RESOURCE, account));
  }

  private static PolicyDocument read(Path folder, String name, Kind kind, Account account) {
    try {
      String template = Files.readString(folder.resolve(name));
      return PolicyDocument.parse(
          name, kind, PolicyTemplate.render(template, account.policyValues()));
    } catch (IOException e) {
      throw new UncheckedIOException("policy " + name + " cannot be read", e);
    }
  }
}
