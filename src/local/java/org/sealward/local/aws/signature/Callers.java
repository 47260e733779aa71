package org.sealward.local.aws.signature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.policy.Principal;
import org.sealward.local.aws.policy.RolePolicies;
import org.sealward.local.aws.signature.SessionTokens.Session;
import org.sealward.local.aws.signature.SigV4.Credential;
import org.sealward.local.aws.wire.AwsRequest;

/**
 * Turns a signed request into its caller: one of a few roles, by its static key, or a signed-in
 * user, by temporary credentials of the identity pool. There is nobody else.
 */
public final class Callers {
  private final Account account;
  private final SigV4 signatures;
  private final SessionTokens sessions;
  private final Map<String, StaticRole> roles;
  private final RolePolicies ownerPolicies;
  private final List<Consumer<SignedCall>> watchers = new CopyOnWriteArrayList<>();

  public Callers(
      Account account,
      SigV4 signatures,
      SessionTokens sessions,
      List<StaticRole> roles,
      RolePolicies ownerPolicies) {
    this.account = account;
    this.signatures = signatures;
    this.sessions = sessions;
    this.roles =
        roles.stream()
            .collect(Collectors.toUnmodifiableMap(role -> role.key().id(), Function.identity()));
    this.ownerPolicies = ownerPolicies;
  }

  /**
   * Checks a request's signature and finds its caller.
   *
   * @param service the signing scope of the operation
   */
  public Grant authenticate(AwsRequest request, String service) {
    Grant grant = signatures.verify(request, service, this::credential);
    for (Consumer<SignedCall> watcher : watchers) {
      watcher.accept(
          new SignedCall(grant.principal(), service + ":" + request.operation(), request.json()));
    }
    return grant;
  }

  /** Tells of every call from now on, allowed or not, as CloudTrail would. */
  public void watch(Consumer<SignedCall> watcher) {
    watchers.add(watcher);
  }

  public void unwatch(Consumer<SignedCall> watcher) {
    watchers.remove(watcher);
  }

  private Credential<Grant> credential(String accessKeyId, Optional<String> sessionToken) {
    if (sessionToken.isPresent()) {
      Session session = sessions.open(accessKeyId, sessionToken.get());
      return new Credential<>(session.key().secret(), ownerOf(session));
    }
    StaticRole role = roles.get(accessKeyId);
    if (role == null) {
      throw SessionTokens.unrecognized();
    }
    return new Credential<>(role.key().secret(), role.grant());
  }

  private Grant ownerOf(Session session) {
    Principal owner =
        new Principal(
            account.ownerRoleArn(),
            account.sessionArn("sealward-owner", "CognitoIdentityCredentials"),
            Map.of(
                "cognito-identity.amazonaws.com:sub", List.of(session.identityId()),
                "cognito-identity.amazonaws.com:aud", List.of(account.identityPoolId()),
                "aws:RequestedRegion", List.of(account.region())));
    return new Grant(owner, ownerPolicies);
  }
}
