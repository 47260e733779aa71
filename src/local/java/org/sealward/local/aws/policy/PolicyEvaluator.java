package org.sealward.local.aws.policy;

import java.util.Optional;
import java.util.function.Predicate;
import org.sealward.local.aws.policy.Decision.Allowed;
import org.sealward.local.aws.policy.Decision.ExplicitlyDenied;
import org.sealward.local.aws.policy.Decision.ImplicitlyDenied;

/**
 * IAM's evaluation for principals and resources of one account: any matching Deny wins, then any
 * Allow that counts for the kind of resource, else denied.
 */
public final class PolicyEvaluator {
  private PolicyEvaluator() {}

  /** For actions whose resources carry no policy of their own. */
  public static Decision decide(AccessRequest request, PolicyDocument identityPolicy) {
    return denial(request, identityPolicy, statement -> true)
        .or(() -> allowance(request, identityPolicy, statement -> true))
        .orElseGet(ImplicitlyDenied::new);
  }

  /** For DynamoDB: the table's policy or the role's may allow; either may deny. */
  public static Decision decideTable(
      AccessRequest request, PolicyDocument identityPolicy, PolicyDocument tablePolicy) {
    Predicate<Statement> direct = statement -> statement.namesDirectly(request.principal());
    return denial(request, identityPolicy, statement -> true)
        .or(() -> denial(request, tablePolicy, direct.or(accountOf(request))))
        .or(() -> allowance(request, identityPolicy, statement -> true))
        .or(() -> allowance(request, tablePolicy, direct))
        .orElseGet(ImplicitlyDenied::new);
  }

  /**
   * For KMS: the key's policy must allow the principal, or allow its account and so leave it to the
   * role's policy, which must then allow too.
   */
  public static Decision decideKey(
      AccessRequest request, PolicyDocument identityPolicy, PolicyDocument keyPolicy) {
    Predicate<Statement> direct = statement -> statement.namesDirectly(request.principal());
    return denial(request, identityPolicy, statement -> true)
        .or(() -> denial(request, keyPolicy, direct.or(accountOf(request))))
        .or(() -> allowance(request, keyPolicy, direct))
        .or(
            () ->
                allowance(request, keyPolicy, accountOf(request))
                    .flatMap(_ -> allowance(request, identityPolicy, statement -> true)))
        .orElseGet(ImplicitlyDenied::new);
  }

  /** For a role's trust policy, asked by a federated provider before there is a session. */
  public static Decision decideTrust(
      AccessRequest request, String provider, PolicyDocument trustPolicy) {
    Predicate<Statement> named =
        statement ->
            statement.principals().contains(provider) || statement.principals().contains("*");
    return denial(request, trustPolicy, named)
        .or(() -> allowance(request, trustPolicy, named))
        .orElseGet(ImplicitlyDenied::new);
  }

  private static Predicate<Statement> accountOf(AccessRequest request) {
    return statement -> statement.namesAccountOf(request.principal());
  }

  private static Optional<Decision> denial(
      AccessRequest request, PolicyDocument policy, Predicate<Statement> named) {
    return first(request, policy, Effect.DENY, named)
        .<Decision>map(statement -> new ExplicitlyDenied(policy + "#" + statement.sid()));
  }

  private static Optional<Decision> allowance(
      AccessRequest request, PolicyDocument policy, Predicate<Statement> named) {
    return first(request, policy, Effect.ALLOW, named)
        .<Decision>map(statement -> new Allowed(policy + "#" + statement.sid()));
  }

  private static Optional<Statement> first(
      AccessRequest request, PolicyDocument policy, Effect effect, Predicate<Statement> named) {
    if (!KnownActions.contains(request.action())) {
      throw new IllegalArgumentException("action is not known: " + request.action());
    }
    return policy.statements().stream()
        .filter(statement -> statement.effect() == effect)
        .filter(named)
        .filter(statement -> statement.appliesTo(request))
        .findFirst();
  }
}
