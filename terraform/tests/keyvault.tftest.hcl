mock_provider "aws" {
  override_resource {
    target = aws_kms_key.private_bundles
    values = {
      arn    = "arn:aws:kms:eu-central-1:111122223333:key/aaaaaaaa-2222-4333-8444-555555555555"
      key_id = "aaaaaaaa-2222-4333-8444-555555555555"
    }

    override_during = plan
  }

  override_resource {
    target = aws_kms_key.public_bundles
    values = {
      arn    = "arn:aws:kms:eu-central-1:111122223333:key/bbbbbbbb-2222-4333-8444-555555555555"
      key_id = "bbbbbbbb-2222-4333-8444-555555555555"
    }

    override_during = plan
  }

  override_resource {
    target = aws_kms_key.private_table
    values = { arn = "arn:aws:kms:eu-central-1:111122223333:key/cccccccc-2222-4333-8444-555555555555" }

    override_during = plan
  }

  override_resource {
    target = aws_kms_key.public_table
    values = { arn = "arn:aws:kms:eu-central-1:111122223333:key/dddddddd-2222-4333-8444-555555555555" }

    override_during = plan
  }

  override_resource {
    target = aws_dynamodb_table.private_bundles
    values = { arn = "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-private-bundles" }

    override_during = plan
  }
}

variables {
  name            = "sealward"
  account_id      = "111122223333"
  region          = "eu-central-1"
  owner_role_name = "sealward-owner"
  user_pool_arn   = "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_AbCdEfGhI"
  alarm_topic_arn = "arn:aws:sns:eu-central-1:111122223333:sealward-alarms"
  logs_key_arn    = "arn:aws:kms:eu-central-1:111122223333:key/eeeeeeee-2222-4333-8444-555555555555"
}

run "keyvault" {
  command = plan

  module {
    source = "../modules/keyvault"
  }

  assert {
    condition     = aws_dynamodb_table.private_bundles.hash_key == "identityId" && aws_dynamodb_table.private_bundles.range_key == null
    error_message = "A private bundle's key is the identity id of its owner."
  }

  assert {
    condition     = aws_dynamodb_table.public_bundles.hash_key == "userId" && aws_dynamodb_table.public_bundles.range_key == "version"
    error_message = "A public bundle's key is a user and a version."
  }

  assert {
    condition     = aws_dynamodb_table.private_bundles.server_side_encryption[0].enabled && aws_dynamodb_table.private_bundles.server_side_encryption[0].kms_key_arn == "arn:aws:kms:eu-central-1:111122223333:key/cccccccc-2222-4333-8444-555555555555"
    error_message = "Private bundles rest under a key of ours."
  }

  assert {
    condition     = aws_dynamodb_table.public_bundles.server_side_encryption[0].enabled && aws_dynamodb_table.public_bundles.server_side_encryption[0].kms_key_arn == "arn:aws:kms:eu-central-1:111122223333:key/dddddddd-2222-4333-8444-555555555555"
    error_message = "Public bundles rest under a key of ours."
  }

  assert {
    condition     = aws_dynamodb_table.private_bundles.point_in_time_recovery[0].enabled && aws_dynamodb_table.public_bundles.point_in_time_recovery[0].enabled
    error_message = "Both tables can be restored to any second."
  }

  assert {
    condition     = aws_dynamodb_table.private_bundles.deletion_protection_enabled && aws_dynamodb_table.public_bundles.deletion_protection_enabled
    error_message = "Neither table is deleted by mistake."
  }

  assert {
    condition     = length(aws_dynamodb_table.private_bundles.global_secondary_index) == 0 && length(aws_dynamodb_table.private_bundles.local_secondary_index) == 0 && coalesce(aws_dynamodb_table.private_bundles.stream_enabled, false) == false && length(aws_dynamodb_table.private_bundles.replica) == 0
    error_message = "There is no other way to private bundles: no index, stream or replica."
  }

  assert {
    condition     = alltrue([for key in [aws_kms_key.private_bundles, aws_kms_key.public_bundles, aws_kms_key.private_table, aws_kms_key.public_table] : key.enable_key_rotation && key.deletion_window_in_days == 30])
    error_message = "Keys change every year, and can be saved from deletion for 30 days."
  }

  assert {
    condition     = aws_kms_alias.private_bundles.target_key_id == "aaaaaaaa-2222-4333-8444-555555555555" && aws_kms_alias.public_bundles.target_key_id == "bbbbbbbb-2222-4333-8444-555555555555"
    error_message = "The aliases name the keys of bundles."
  }

  # The owner.

  assert {
    condition     = aws_iam_role_policy.owner.role == "sealward-owner"
    error_message = "The owner's policy is the owner's."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role_policy.owner.policy)) == jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "OwnItemOnly"
          Effect   = "Allow"
          Action   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
          Resource = "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-private-bundles"
          Condition = {
            "ForAllValues:StringEquals" = { "dynamodb:LeadingKeys" = ["$${cognito-identity.amazonaws.com:sub}"] }
            "ForAnyValue:StringEquals"  = { "dynamodb:LeadingKeys" = ["$${cognito-identity.amazonaws.com:sub}"] }
            Null                        = { "dynamodb:LeadingKeys" = "false" }
          }
        },
        {
          Sid      = "OwnContextOnly"
          Effect   = "Allow"
          Action   = ["kms:GenerateDataKey", "kms:Decrypt"]
          Resource = "arn:aws:kms:eu-central-1:111122223333:key/aaaaaaaa-2222-4333-8444-555555555555"
          Condition = {
            StringEquals                = { "kms:EncryptionContext:identityId" = "$${cognito-identity.amazonaws.com:sub}" }
            "ForAllValues:StringEquals" = { "kms:EncryptionContextKeys" = ["identityId"] }
          }
        },
      ]
    })
    error_message = "An owner reads, writes and updates the own item, and uses the key with the own context, and nothing else."
  }

  # The table's policy.

  assert {
    condition     = aws_dynamodb_resource_policy.private_bundles.resource_arn == "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-private-bundles"
    error_message = "The table of private bundles has a policy of its own."
  }

  assert {
    condition = [for statement in jsondecode(aws_dynamodb_resource_policy.private_bundles.policy).Statement : {
      Effect = statement.Effect, Principal = statement.Principal, Condition = jsonencode(statement.Condition)
      }] == [{
      Effect = "Deny", Principal = "*", Condition = jsonencode({ StringNotEquals = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/sealward-owner" } })
    }]
    error_message = "The table's policy denies everybody but the role of owners."
  }

  assert {
    condition = length(setsubtract([
      "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:GetItem",
      "dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert", "dynamodb:PartiQLSelect", "dynamodb:PartiQLUpdate",
      "dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:UpdateItem",
    ], jsondecode(aws_dynamodb_resource_policy.private_bundles.policy).Statement[0].Action)) == 0
    error_message = "The table's policy denies every way to read or write an item."
  }

  assert {
    condition     = jsondecode(aws_dynamodb_resource_policy.private_bundles.policy).Statement[0].Resource == ["arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-private-bundles", "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-private-bundles/index/*"]
    error_message = "The table's policy is about the table and whatever index it may get."
  }

  # Keys.

  assert {
    condition     = one([for s in jsondecode(aws_kms_key.private_bundles.policy).Statement : jsonencode([s.Effect, s.Principal, s.Condition]) if s.Sid == "NobodyElseUsesTheKey"]) == jsonencode(["Deny", "*", { StringNotEquals = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/sealward-owner" } }])
    error_message = "The key of private bundles is denied to everybody but the role of owners."
  }

  assert {
    condition     = toset(one([for s in jsondecode(aws_kms_key.private_bundles.policy).Statement : s.Action if s.Sid == "NobodyElseUsesTheKey"])) == toset(["kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyPair", "kms:GenerateDataKeyPairWithoutPlaintext", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"])
    error_message = "No use of the key of private bundles is left out of that denial."
  }

  assert {
    condition     = one([for s in jsondecode(aws_kms_key.private_bundles.policy).Statement : jsonencode(s.Condition) if s.Sid == "OwnerRoleByItsOwnPolicy"]) == jsonencode({ StringEquals = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/sealward-owner" }, Null = { "kms:EncryptionContext:identityId" = "false" } })
    error_message = "Owners use the key with an identity id as context."
  }

  assert {
    condition     = one([for s in jsondecode(aws_kms_key.public_bundles.policy).Statement : jsonencode(s.Condition) if s.Sid == "NobodyElseUsesTheKey"]) == jsonencode({ StringNotEquals = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/sealward-service" } })
    error_message = "The key of public bundles is the service's alone."
  }

  assert {
    condition     = alltrue([for key in [aws_kms_key.private_bundles, aws_kms_key.public_bundles] : length(setintersection(toset(one([for s in jsondecode(key.policy).Statement : s.Action if s.Sid == "AccountAdministersTheKey"])), toset(["kms:*", "kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"]))) == 0])
    error_message = "Who administers the keys of bundles does not use them."
  }

  assert {
    condition     = one([for s in jsondecode(aws_kms_key.private_table.policy).Statement : jsonencode([s.Effect, s.Action, s.Condition]) if s.Sid == "NotForTheService"]) == jsonencode(["Deny", ["kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"], { StringEquals = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/sealward-service" } }])
    error_message = "The disks of private bundles are closed to the service."
  }

  assert {
    condition = (one([for s in jsondecode(aws_kms_key.private_table.policy).Statement : jsonencode(s.Condition) if s.Sid == "TheTableAtRest"]) == jsonencode({ StringEquals = { "kms:CallerAccount" = "111122223333", "kms:ViaService" = "dynamodb.eu-central-1.amazonaws.com" } })
    && one([for s in jsondecode(aws_kms_key.public_table.policy).Statement : jsonencode(s.Condition) if s.Sid == "TheServicesThatStore"]) == jsonencode({ StringEquals = { "kms:CallerAccount" = "111122223333", "kms:ViaService" = ["dynamodb.eu-central-1.amazonaws.com"] } }))
    error_message = "The keys of disks are used through DynamoDB alone."
  }

  # The service.

  assert {
    condition     = aws_iam_role.service.name == "sealward-service"
    error_message = "The service's role has the name that policies know."
  }

  assert {
    condition     = jsondecode(aws_iam_role.service.assume_role_policy).Statement[0].Principal == { Service = "ecs-tasks.amazonaws.com" } && length(jsondecode(aws_iam_role.service.assume_role_policy).Statement) == 1 && jsondecode(aws_iam_role.service.assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "111122223333"
    error_message = "Only tasks of this account become the service."
  }

  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.service.policy).Statement : jsonencode([s.Effect, s.Action, s.Resource]) if s.Sid == "NeverPrivateBundles"]) == jsonencode(["Deny", "dynamodb:*", ["arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-private-bundles", "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-private-bundles/*"]])
    error_message = "The service is denied the table of private bundles, with its exports, streams and indexes."
  }

  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.service.policy).Statement : jsonencode([s.Effect, s.Action, s.Resource]) if s.Sid == "NeverPrivateBundlesKey"]) == jsonencode(["Deny", "kms:*", "arn:aws:kms:eu-central-1:111122223333:key/aaaaaaaa-2222-4333-8444-555555555555"])
    error_message = "The service is denied the key of private bundles."
  }

  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.service.policy).Statement : jsonencode([s.Effect, s.Action, s.Resource, s.Condition]) if s.Sid == "NeverAnOwnersContext"]) == jsonencode(["Deny", "kms:*", "*", { Null = { "kms:EncryptionContext:identityId" = "false" } }])
    error_message = "The service is denied every key in an owner's context."
  }

  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.service.policy).Statement : jsonencode([s.Effect, s.Action, s.Resource]) if s.Sid == "NeverAnotherRole"]) == jsonencode(["Deny", ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"], "*"])
    error_message = "The service becomes nobody else."
  }

  assert {
    condition = jsonencode([for s in jsondecode(aws_iam_role_policy.service.policy).Statement : [s.Sid, s.Action, s.Resource] if s.Effect == "Allow"]) == jsonencode([
      ["PublicBundles", "dynamodb:PutItem", "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-public-bundles"],
      ["PublicBundlesKey", "kms:GenerateDataKey", "arn:aws:kms:eu-central-1:111122223333:key/bbbbbbbb-2222-4333-8444-555555555555"],
      ["RolesOfUsers", ["cognito-idp:AdminAddUserToGroup", "cognito-idp:AdminGetUser"], "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_AbCdEfGhI"],
    ])
    error_message = "The service is allowed to put public bundles, to lock them and to put users into groups, and nothing else."
  }

  assert {
    condition     = jsonencode([for s in jsondecode(aws_iam_role_policy.service_eu_only.policy).Statement : [s.Effect, s.Action, s.Resource, s.Condition]]) == jsonencode([["Deny", "*", "*", { StringNotEquals = { "aws:RequestedRegion" = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"] } }]])
    error_message = "The service is denied everything outside the EU."
  }

  # The trail.

  assert {
    condition     = { for s in one([for a in aws_cloudtrail.key_vault[0].advanced_event_selector : a.field_selector if a.name == "Every use of private bundles"]) : s.field => one(s.equals) } == { eventCategory = "Data", "resources.type" = "AWS::DynamoDB::Table", "resources.ARN" = "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-private-bundles" }
    error_message = "The trail has every use of private bundles: reads and writes, allowed and denied."
  }

  assert {
    condition     = { for s in one([for a in aws_cloudtrail.key_vault[0].advanced_event_selector : a.field_selector if a.name == "Changes of what keeps others out"]) : s.field => one(s.equals) } == { eventCategory = "Management", readOnly = "false" }
    error_message = "The trail has every change of what keeps others out."
  }

  assert {
    condition     = aws_cloudtrail.key_vault[0].enable_log_file_validation && aws_cloudtrail.key_vault[0].is_multi_region_trail && aws_cloudtrail.key_vault[0].kms_key_id == "arn:aws:kms:eu-central-1:111122223333:key/eeeeeeee-2222-4333-8444-555555555555"
    error_message = "The trail is sealed, encrypted, and of every region."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.watched["not-by-the-owner"].pattern == "{ ($.eventSource = \"dynamodb.amazonaws.com\") && ($.managementEvent IS FALSE) && ($.errorCode NOT EXISTS) && (($.userIdentity.sessionContext.sessionIssuer.arn NOT EXISTS) || ($.userIdentity.sessionContext.sessionIssuer.arn != \"arn:aws:iam::111122223333:role/sealward-owner\")) }"
    error_message = "What counts is every use of private bundles that succeeded and was not by the role of owners."
  }

  assert {
    condition     = alltrue([for name in ["AttachRolePolicy", "DeleteResourcePolicy", "DeleteTrail", "PutKeyPolicy", "PutResourcePolicy", "PutRolePolicy", "StopLogging", "UpdateAssumeRolePolicy"] : strcontains(aws_cloudwatch_log_metric_filter.watched["policy-changed"].pattern, "($.eventName = \"${name}\")")])
    error_message = "What counts is every change of policies and trails."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.watched["table-copied"].pattern == "{ ($.errorCode NOT EXISTS) && (${join(" || ", [for name in ["EnableKinesisStreamingDestination", "ExportTableToPointInTime", "RestoreTableFromAwsBackup", "RestoreTableFromBackup", "RestoreTableToPointInTime", "StartRestoreJob", "UpdateTable"] : "($.eventName = \"${name}\")"])}) }"
    error_message = "What counts is every way to copy a table."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.watched["watch-removed"].pattern == "{ ($.errorCode NOT EXISTS) && (${join(" || ", [for name in ["DeleteAlarms", "DeleteLogGroup", "DeleteMetricFilter", "DeleteTopic", "DisableAlarmActions", "DisableKey", "PutMetricAlarm", "PutMetricFilter", "PutRetentionPolicy", "SetSubscriptionAttributes", "SetTopicAttributes", "Unsubscribe"] : "($.eventName = \"${name}\")"])}) }"
    error_message = "What counts is who takes away an alarm, what feeds it, or who hears of it."
  }

  assert {
    condition     = alltrue([for name, alarm in aws_cloudwatch_metric_alarm.watched : alarm.threshold == 1 && alarm.comparison_operator == "GreaterThanOrEqualToThreshold" && alarm.alarm_actions == toset(["arn:aws:sns:eu-central-1:111122223333:sealward-alarms"]) && alarm.metric_name == aws_cloudwatch_log_metric_filter.watched[name].metric_transformation[0].name && alarm.namespace == aws_cloudwatch_log_metric_filter.watched[name].metric_transformation[0].namespace])
    error_message = "One such event raises an alarm."
  }

  assert {
    condition     = aws_s3_bucket.trail.object_lock_enabled && aws_s3_bucket_object_lock_configuration.trail.rule[0].default_retention[0].days == 400
    error_message = "Files of the trail are locked for as long as they are kept."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.trail.block_public_acls && aws_s3_bucket_public_access_block.trail.block_public_policy && aws_s3_bucket_public_access_block.trail.ignore_public_acls && aws_s3_bucket_public_access_block.trail.restrict_public_buckets
    error_message = "Files of the trail are not public."
  }

  assert {
    condition = jsonencode([for s in jsondecode(aws_s3_bucket_policy.trail.policy).Statement : [s.Principal, s.Action, s.Resource, s.Condition] if s.Effect == "Allow"]) == jsonencode([
      [{ Service = "cloudtrail.amazonaws.com" }, "s3:GetBucketAcl", "arn:aws:s3:::sealward-trail-111122223333", { StringEquals = { "aws:SourceArn" = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/sealward-key-vault" } }],
      [{ Service = "cloudtrail.amazonaws.com" }, "s3:PutObject", "arn:aws:s3:::sealward-trail-111122223333/AWSLogs/111122223333/*", { StringEquals = { "aws:SourceArn" = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/sealward-key-vault", "s3:x-amz-acl" = "bucket-owner-full-control" } }],
    ])
    error_message = "Only our trail writes files of it."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.trail.rule).bucket_key_enabled == false && one(aws_s3_bucket_server_side_encryption_configuration.trail.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:eu-central-1:111122223333:key/eeeeeeee-2222-4333-8444-555555555555"
    error_message = "Files of the trail are encrypted without a bucket key, for which CloudTrail would need more."
  }

  assert {
    condition     = contains([for s in jsondecode(aws_s3_bucket_policy.trail.policy).Statement : jsonencode([s.Effect, s.Condition])], jsonencode(["Deny", { Bool = { "aws:SecureTransport" = "false" } }]))
    error_message = "Files of the trail are reached with TLS."
  }

  assert {
    condition     = aws_cloudwatch_log_group.trail.kms_key_id == "arn:aws:kms:eu-central-1:111122223333:key/eeeeeeee-2222-4333-8444-555555555555" && aws_cloudwatch_log_group.trail.retention_in_days == 400
    error_message = "The trail's log is encrypted and kept for 400 days."
  }
}

run "region_ofTheUnitedKingdom_isRefused" {
  command = plan

  module {
    source = "../modules/keyvault"
  }

  variables {
    region = "eu-west-2"
  }

  expect_failures = [var.region]
}
