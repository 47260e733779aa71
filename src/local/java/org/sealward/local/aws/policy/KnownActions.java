package org.sealward.local.aws.policy;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The actions that policies may name. A pattern of a service that is asked about here has to match
 * one of them, so that a misspelt action is found when the policy is loaded. Of services that
 * nobody is asked about, the name alone is known.
 */
final class KnownActions {
  private static final Set<String> ALL =
      Stream.of(
              qualified(
                  "dynamodb",
                  "BatchGetItem BatchWriteItem ConditionCheckItem CreateBackup CreateTable"
                      + " CreateTableReplica DeleteBackup DeleteItem DeleteResourcePolicy"
                      + " DeleteTable DescribeBackup DescribeContinuousBackups DescribeExport"
                      + " DescribeStream DescribeTable DescribeTimeToLive"
                      + " EnableKinesisStreamingDestination ExportTableToPointInTime GetItem"
                      + " GetRecords GetResourcePolicy GetShardIterator ListBackups ListExports"
                      + " ListStreams ListTables ListTagsOfResource PartiQLDelete PartiQLInsert"
                      + " PartiQLSelect PartiQLUpdate PutItem PutResourcePolicy Query"
                      + " RestoreTableFromAwsBackup RestoreTableFromBackup"
                      + " RestoreTableToPointInTime Scan StartAwsBackupJob TagResource"
                      + " UntagResource UpdateContinuousBackups UpdateItem UpdateTable"
                      + " UpdateTimeToLive"),
              qualified(
                  "kms",
                  "CancelKeyDeletion CreateAlias CreateGrant Decrypt DeleteAlias DescribeKey"
                      + " DisableKey EnableKey EnableKeyRotation Encrypt GenerateDataKey"
                      + " GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext"
                      + " GenerateDataKeyWithoutPlaintext GetKeyPolicy GetKeyRotationStatus"
                      + " GetPublicKey"
                      + " ListGrants ListKeyPolicies ListResourceTags PutKeyPolicy ReEncryptFrom"
                      + " ReEncryptTo RevokeGrant ScheduleKeyDeletion Sign TagResource UntagResource"
                      + " UpdateAlias UpdateKeyDescription"),
              qualified(
                  "cognito-idp",
                  "AdminAddUserToGroup AdminGetUser AdminListGroupsForUser AdminRemoveUserFromGroup"
                      + " AdminSetUserPassword ListGroups ListUsers"),
              qualified("iam", "AttachRolePolicy PassRole PutRolePolicy UpdateAssumeRolePolicy"),
              qualified("sts", "AssumeRole AssumeRoleWithWebIdentity TagSession"))
          .flatMap(actions -> actions)
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> ASKED_ABOUT =
      ALL.stream().map(KnownActions::service).collect(Collectors.toUnmodifiableSet());

  private static final Set<String> OTHER_SERVICES =
      Set.of(
          "backup",
          "cloudwatch",
          "codedeploy",
          "cognito-identity",
          "ecr",
          "ecs",
          "elasticloadbalancing",
          "logs",
          "rds",
          "rds-data",
          "rds-db",
          "s3",
          "secretsmanager",
          "ses");

  private KnownActions() {}

  static boolean matchesAny(String pattern) {
    return ASKED_ABOUT.contains(service(pattern))
        ? ALL.stream().anyMatch(action -> Wildcard.matchesAction(pattern, action))
        : pattern.equals("*") || OTHER_SERVICES.contains(service(pattern));
  }

  static boolean contains(String action) {
    return ALL.contains(action);
  }

  private static String service(String action) {
    return action.substring(0, Math.max(0, action.indexOf(':'))).toLowerCase(Locale.ROOT);
  }

  private static Stream<String> qualified(String service, String names) {
    return Stream.of(names.split(" ")).map(name -> service + ":" + name);
  }
}
