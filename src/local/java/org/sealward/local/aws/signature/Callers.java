package org.sealward.local.aws.signature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.policy.PolicyDocument;
import org.sealward.local.aws.policy.Principal;
import org.sealward.local.aws.signature.SessionTokens.Session;
import org.sealward.local.aws.signature.SigV4.Credential;
import org.sealward.local.aws.wire.AwsRequest;

/**
 * Turns a signed request into its caller: the service, by its static key, or a signed-in user, by
 * temporary credentials of the identity pool. There is nobody else.
 */
public final class Callers {
  private final Account account;
  private final SigV4 signatures;
  private final SessionTokens sessions;
  private final AccessKey serviceKey;
  private final PolicyDocument servicePolicy;
  private final PolicyDocument ownerPolicy;

  public Callers(
      Account account,
      SigV4 signatures,
      SessionTokens sessions,
      AccessKey serviceKey,
      PolicyDocument servicePolicy,
      PolicyDocument ownerPolicy) {
    this.account = account;
    this.signatures = signatures;
    this.sessions = sessions;
    this.serviceKey = serviceKey;
    this.servicePolicy = servicePolicy;
    this.ownerPolicy = ownerPolicy;
  }

  /**
   * Checks a request's signature and finds its caller.
   *
   * @param service the signing scope of the operation
   */
  public Grant authenticate(AwsRequest request, String service) {
    return signatures.verify(request, service, this::credential);
  }

  private Credential<Grant> credential(String accessKeyId, Optional<String> sessionToken) {
    if (sessionToken.isPresent()) {
      Session session = sessions.open(accessKeyId, sessionToken.get());
      return new Credential<>(session.key().secret(), ownerOf(session));
    }
    if (!accessKeyId.equals(serviceKey.id())) {
      throw SessionTokens.unrecognized();
    }
    Principal service =
        new Principal(
            account.serviceRoleArn(), account.sessionArn("sealward-service", "task"), Map.of());
    return new Credential<>(serviceKey.secret(), new Grant(service, servicePolicy));
  }

  private Grant ownerOf(Session session) {
    Principal owner =
        new Principal(
            account.ownerRoleArn(),
            account.sessionArn("sealward-owner", "CognitoIdentityCredentials"),
            Map.of(
                "cognito-identity.amazonaws.com:sub", List.of(session.identityId()),
                "cognito-identity.amazonaws.com:aud", List.of(account.identityPoolId())));
    return new Grant(owner, ownerPolicy);
  }
}
