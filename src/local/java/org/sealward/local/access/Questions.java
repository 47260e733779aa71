package org.sealward.local.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sealward.local.access.Operation.Ask;
import org.sealward.local.aws.policy.AccessRequest;
import org.sealward.local.aws.policy.Principal;

/** What the policies are asked when somebody tries an operation. */
final class Questions {
  private static final String FEDERATION = "cognito-identity.amazonaws.com";
  private static final String ASSUME = "sts:AssumeRole";
  private static final String GUEST_ID = "eu-central-1:77777777-8d8b-4c53-9a53-5b9f8c6f1f11";

  private final PlannedPolicies planned;
  private final Site site;

  Questions(PlannedPolicies planned) {
    this.planned = planned;
    this.site = planned.site();
  }

  /** In this order; the first that is not allowed settles it. */
  List<Question> of(Asker asker, Operation operation) {
    PlannedRole role = Objects.requireNonNull(planned.roles().get(asker));
    Principal principal = principal(asker, role);
    List<Question> questions = new ArrayList<>();
    if (asker.federated()) {
      questions.add(taking(role, asker));
    }
    for (Ask ask : operation.asks()) {
      // Who comes from the identity pool has the role already, or was refused it.
      if (!asker.federated() || !ask.action().equals(ASSUME)) {
        questions.add(
            new Question(
                new AccessRequest(principal, ask.action(), ask.resource(), ask.context()),
                Optional.empty(),
                role,
                guard(ask)));
      }
    }
    return questions;
  }

  private Principal principal(Asker asker, PlannedRole role) {
    return new Principal(
        site.role(role.name()),
        site.session(role.name(), asker.federated() ? "CognitoIdentityCredentials" : "session"),
        asker.federated() ? identity(asker) : Map.of());
  }

  private Question taking(PlannedRole role, Asker asker) {
    Map<String, List<String>> context = new LinkedHashMap<>(identity(asker));
    context.put(
        FEDERATION + ":amr", List.of(asker == Asker.GUEST ? "unauthenticated" : "authenticated"));
    String arn = site.role(role.name());
    return new Question(
        new AccessRequest(
            new Principal(arn, site.session(role.name(), "CognitoIdentityCredentials"), context),
            "sts:AssumeRoleWithWebIdentity",
            arn,
            Map.of()),
        Optional.of(FEDERATION),
        new PlannedRole(role.name(), List.of(), Optional.empty()),
        Optional.ofNullable(planned.guards().get(arn)));
  }

  private Map<String, List<String>> identity(Asker asker) {
    String sub =
        switch (asker) {
          case OWNER -> Operations.OWNER_ID;
          case OTHER -> Operations.OTHER_ID;
          default -> GUEST_ID;
        };
    return Map.of(
        FEDERATION + ":sub", List.of(sub), FEDERATION + ":aud", List.of(site.identityPool()));
  }

  /** A table's policy is its indexes' too, and not its stream's; an owners' role has its trust. */
  private Optional<PolicyText> guard(Ask ask) {
    String resource = ask.resource();
    String guarded = resource.startsWith(site.table() + "/index/") ? site.table() : resource;
    boolean trust = resource.contains(":role/");
    return trust && !ask.action().equals(ASSUME)
        ? Optional.empty()
        : Optional.ofNullable(planned.guards().get(guarded));
  }
}
