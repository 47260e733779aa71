package org.sealward.local.aws.policy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The actions that policies may name. A policy pattern has to match one of them, so that a misspelt
 * action is found when the policy is loaded.
 */
final class KnownActions {
  private static final Set<String> ALL =
      Stream.of(
              qualified(
                  "dynamodb",
                  "BatchGetItem BatchWriteItem ConditionCheckItem CreateBackup CreateTable DeleteItem"
                      + " DeleteResourcePolicy DeleteTable DescribeContinuousBackups DescribeTable"
                      + " DescribeTimeToLive ExportTableToPointInTime GetItem GetResourcePolicy"
                      + " ListTables PartiQLDelete PartiQLInsert PartiQLSelect PartiQLUpdate PutItem"
                      + " PutResourcePolicy Query RestoreTableToPointInTime Scan"
                      + " UpdateContinuousBackups UpdateItem UpdateTable UpdateTimeToLive"
                      + " DescribeStream GetRecords GetShardIterator ListStreams"),
              qualified(
                  "kms",
                  "CancelKeyDeletion CreateAlias CreateGrant Decrypt DeleteAlias DescribeKey EnableKey"
                      + " EnableKeyRotation Encrypt GenerateDataKey GenerateDataKeyPair"
                      + " GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext"
                      + " GetKeyPolicy GetKeyRotationStatus ListGrants ListKeyPolicies"
                      + " ListResourceTags PutKeyPolicy ReEncryptFrom ReEncryptTo RevokeGrant"
                      + " ScheduleKeyDeletion TagResource UntagResource UpdateAlias"
                      + " UpdateKeyDescription"),
              qualified(
                  "cognito-idp",
                  "AdminAddUserToGroup AdminGetUser AdminListGroupsForUser AdminRemoveUserFromGroup"
                      + " AdminSetUserPassword ListGroups ListUsers"),
              qualified("sts", "AssumeRole AssumeRoleWithWebIdentity"))
          .flatMap(actions -> actions)
          .collect(Collectors.toUnmodifiableSet());

  private KnownActions() {}

  static boolean matchesAny(String pattern) {
    return ALL.stream().anyMatch(action -> Wildcard.matchesAction(pattern, action));
  }

  static boolean contains(String action) {
    return ALL.contains(action);
  }

  private static Stream<String> qualified(String service, String names) {
    return Stream.of(names.split(" ")).map(name -> service + ":" + name);
  }
}
