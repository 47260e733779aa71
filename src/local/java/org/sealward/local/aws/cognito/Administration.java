package org.sealward.local.aws.cognito;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sealward.local.aws.account.Account;
import org.sealward.local.aws.policy.AccessRequest;
import org.sealward.local.aws.policy.PolicyEvaluator;
import org.sealward.local.aws.signature.Callers;
import org.sealward.local.aws.signature.Grant;
import org.sealward.local.aws.wire.AwsException;
import org.sealward.local.aws.wire.AwsRequest;
import org.sealward.local.aws.wire.JsonObject;

/** The admin operations that the service uses, signed and decided by its role's policy. */
final class Administration {
  /** The roles of the product, a group each; a user in none is a patient. */
  static final List<String> GROUPS =
      List.of("patient", "specialist", "institution-admin", "reviewer", "operator");

  private final Account account;
  private final Callers callers;
  private final Directory directory;

  Administration(Account account, Callers callers, Directory directory) {
    this.account = account;
    this.callers = callers;
    this.directory = directory;
  }

  JsonObject handle(AwsRequest request) {
    Grant grant = callers.authenticate(request, "cognito-idp");
    AccessRequest question =
        new AccessRequest(
            grant.principal(),
            "cognito-idp:" + request.operation(),
            account.userPoolArn(),
            Map.of());
    if (!PolicyEvaluator.decide(question, grant.policies()).allowed()) {
      throw AwsException.accessDenied(
          "User: "
              + grant.principal().sessionArn()
              + " is not authorized to perform: "
              + question.action()
              + " on resource: "
              + account.userPoolArn());
    }
    JsonObject body = request.json();
    directory.requirePool(body);
    return switch (request.operation()) {
      case "AdminAddUserToGroup" -> addToGroup(body);
      case "AdminGetUser" -> user(body);
      default -> throw AwsException.unknownOperation(request.operation());
    };
  }

  private JsonObject addToGroup(JsonObject body) {
    String group = requireGroup(body.text("GroupName"));
    User user = directory.existing(body.text("Username"));
    directory
        .users()
        .update(
            user.sub(),
            known -> {
              Set<String> groups = new HashSet<>(known.groups());
              groups.add(group);
              return known.withGroups(groups);
            });
    return JsonObject.EMPTY;
  }

  static String requireGroup(String group) {
    if (!GROUPS.contains(group)) {
      throw new AwsException("ResourceNotFoundException", "Group not found.");
    }
    return group;
  }

  private JsonObject user(JsonObject body) {
    User user = directory.existing(body.text("Username"));
    return JsonObject.of("Username", user.sub())
        .with("UserAttributes", OwnAccount.attributes(user))
        .with("UserCreateDate", user.createdAt().getEpochSecond())
        .with("UserLastModifiedDate", user.modifiedAt().getEpochSecond())
        .with("Enabled", true)
        .with("UserStatus", user.confirmed() ? "CONFIRMED" : "UNCONFIRMED")
        .withOptional("UserMFASettingList", OwnAccount.factors(user))
        .withOptional("PreferredMfaSetting", OwnAccount.factors(user).map(List::getFirst));
  }
}
