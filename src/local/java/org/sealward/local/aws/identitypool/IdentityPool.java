package org.sealward.local.aws.identitypool;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.cognito.Tokens;
import org.sealward.local.aws.cognito.Tokens.Use;
import org.sealward.local.aws.policy.AccessRequest;
import org.sealward.local.aws.policy.PolicyDocument;
import org.sealward.local.aws.policy.PolicyEvaluator;
import org.sealward.local.aws.policy.Principal;
import org.sealward.local.aws.signature.SessionTokens;
import org.sealward.local.aws.signature.SessionTokens.Session;
import org.sealward.local.aws.store.RecordFolder;
import org.sealward.local.aws.wire.AwsApi;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.AwsReply;
import org.sealward.local.aws.wire.AwsRequest;
import org.sealward.local.aws.wire.JsonObject;

/**
 * GetId and GetCredentialsForIdentity for signed-in users. An identity id is made once for a user
 * and never changes. Guests have none.
 */
public final class IdentityPool implements AwsApi {
  private static final String FEDERATION = "cognito-identity.amazonaws.com";

  private final Clock clock;
  private final Account account;
  private final Tokens tokens;
  private final SessionTokens sessions;
  private final PolicyDocument trustPolicy;
  private final Settings settings;

  /**
   * What the pool keeps, and for how long its credentials last.
   *
   * @param identities the record of each user's identity id, by sub
   * @param credentialLifetime one hour at Cognito
   */
  public record Settings(RecordFolder identities, Duration credentialLifetime) {}

  public IdentityPool(
      Clock clock,
      Account account,
      Tokens tokens,
      SessionTokens sessions,
      PolicyDocument trustPolicy,
      Settings settings) {
    this.clock = clock;
    this.account = account;
    this.tokens = tokens;
    this.sessions = sessions;
    this.trustPolicy = trustPolicy;
    this.settings = settings;
  }

  @Override
  public AwsReply handle(AwsRequest request) {
    JsonObject body = request.json();
    return AwsReply.ok(
        switch (request.operation()) {
          case "GetId" -> id(body);
          case "GetCredentialsForIdentity" -> credentials(body);
          default -> throw AwsException.unknownOperation(request.operation());
        });
  }

  private JsonObject id(JsonObject body) {
    if (!body.text("IdentityPoolId").equals(account.identityPoolId())) {
      throw new AwsException("ResourceNotFoundException", "IdentityPool not found.");
    }
    return JsonObject.of("IdentityId", identityOf(verifiedSub(body)));
  }

  private JsonObject credentials(JsonObject body) {
    if (body.has("CustomRoleArn")) {
      throw AwsException.invalidParameter("A role cannot be chosen.");
    }
    String identityId = body.text("IdentityId");
    if (!identityOf(verifiedSub(body)).equals(identityId)) {
      throw AwsException.notAuthorized("Logins don't match this identity.");
    }
    requireTrust(identityId);
    Session session =
        sessions.issue(identityId, clock.instant().plus(settings.credentialLifetime()));
    return JsonObject.of("IdentityId", identityId)
        .with(
            "Credentials",
            JsonObject.of("AccessKeyId", session.key().id())
                .with("SecretKey", session.key().secret())
                .with("SessionToken", session.key().sessionToken().orElseThrow())
                .with("Expiration", session.expiration().getEpochSecond()));
  }

  private String verifiedSub(JsonObject body) {
    Map<String, String> logins = body.textMap("Logins");
    if (logins.isEmpty()) {
      throw AwsException.notAuthorized(
          "Unauthenticated access is not supported for this identity pool.");
    }
    String token = logins.get(account.provider());
    if (token == null || logins.size() != 1) {
      throw AwsException.notAuthorized(
          "Token is not from a supported provider of this identity pool.");
    }
    return tokens
        .verify(token, Use.ID)
        .orElseThrow(() -> AwsException.notAuthorized("Invalid login token."))
        .sub();
  }

  private void requireTrust(String identityId) {
    Principal federated =
        new Principal(
            account.ownerRoleArn(),
            account.sessionArn("sealward-owner", "CognitoIdentityCredentials"),
            Map.of(
                FEDERATION + ":sub", List.of(identityId),
                FEDERATION + ":aud", List.of(account.identityPoolId()),
                FEDERATION + ":amr", List.of("authenticated", account.provider())));
    AccessRequest question =
        new AccessRequest(
            federated, "sts:AssumeRoleWithWebIdentity", account.ownerRoleArn(), Map.of());
    if (!PolicyEvaluator.decideTrust(question, FEDERATION, trustPolicy).allowed()) {
      throw new AwsException(
          "InvalidIdentityPoolConfigurationException",
          "Invalid identity pool configuration. Check assigned IAM roles for this pool.");
    }
  }

  private synchronized String identityOf(String sub) {
    RecordFolder identities = settings.identities();
    Optional<String> known = identities.get(sub).flatMap(json -> json.findText("identityId"));
    if (known.isPresent()) {
      return known.get();
    }
    String identityId = account.region() + ":" + UUID.randomUUID();
    identities.put(sub, JsonObject.of("identityId", identityId));
    return identityId;
  }
}
