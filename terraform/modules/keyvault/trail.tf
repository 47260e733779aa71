# Every use of the private bundles' table is recorded. What succeeds and is not an owner's, every
# change of what keeps others out, every copy of a table, and whoever takes away or changes an alarm, raise one.

locals {
  trail     = "${var.name}-key-vault"
  trail_arn = "arn:aws:cloudtrail:${var.region}:${var.account_id}:trail/${local.trail}"
  bucket    = "${var.name}-trail-${var.account_id}"

  by_no_owner = "($.userIdentity.sessionContext.sessionIssuer.arn NOT EXISTS) || ($.userIdentity.sessionContext.sessionIssuer.arn != \"${local.owner_role_arn}\")"

  watched = {
    not-by-the-owner = {
      description = "A private bundle was touched by somebody who is not its owner: SECURITY.md, Reporting a weakness"
      pattern     = "{ ($.eventSource = \"dynamodb.amazonaws.com\") && ($.managementEvent IS FALSE) && ($.errorCode NOT EXISTS) && (${local.by_no_owner}) }"
    }
    policy-changed = {
      description = "Somebody changed what keeps others out of the key vault: policies of its table, keys and roles, or its trail"
      pattern     = local.pattern_of["policy-changed"]
    }
    table-copied = {
      description = "Somebody copied a table, or let it be copied from now on: a restore, an export, a replica, a stream"
      pattern     = local.pattern_of["table-copied"]
    }
    watch-removed = {
      description = "Somebody took away or changed an alarm, what feeds it, or who hears of it"
      pattern     = local.pattern_of["watch-removed"]
    }
  }

  # Not among them: backups, which AWS Backup makes every night. A copy is made by restoring one.
  calls = {
    policy-changed = [
      "AttachRolePolicy",
      "DeleteResourcePolicy",
      "DeleteRolePolicy",
      "DeleteTrail",
      "PutEventSelectors",
      "PutKeyPolicy",
      "PutResourcePolicy",
      "PutRolePolicy",
      "ScheduleKeyDeletion",
      "SetIdentityPoolRoles",
      "StopLogging",
      "UpdateAssumeRolePolicy",
      "UpdateIdentityPool",
      "UpdateTrail",
    ]
    table-copied = [
      "EnableKinesisStreamingDestination",
      "ExportTableToPointInTime",
      "RestoreTableFromAwsBackup",
      "RestoreTableFromBackup",
      "RestoreTableToPointInTime",
      "StartRestoreJob",
      "UpdateTable",
    ]
    watch-removed = [
      "DeleteAlarms",
      "DeleteLogGroup",
      "DeleteMetricFilter",
      "DeleteTopic",
      "DisableAlarmActions",
      "DisableKey",
      "PutMetricAlarm",
      "PutMetricFilter",
      "PutRetentionPolicy",
      "SetSubscriptionAttributes",
      "SetTopicAttributes",
      "Unsubscribe",
    ]
  }

  pattern_of = {
    for kind, names in local.calls :
    kind => "{ ($.errorCode NOT EXISTS) && (${join(" || ", [for name in names : "($.eventName = \"${name}\")"])}) }"
  }
}

resource "aws_cloudwatch_log_group" "trail" {
  name              = "/${var.name}/key-vault"
  retention_in_days = var.log_days
  kms_key_id        = var.logs_key_arn
}

resource "aws_cloudwatch_log_metric_filter" "watched" {
  for_each       = local.watched
  name           = "${local.trail}-${each.key}"
  log_group_name = aws_cloudwatch_log_group.trail.name
  pattern        = each.value.pattern

  metric_transformation {
    namespace     = "Sealward/KeyVault"
    name          = "${var.name}-${each.key}"
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_metric_alarm" "watched" {
  for_each            = local.watched
  alarm_name          = "${local.trail}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "Sealward/KeyVault"
  metric_name         = "${var.name}-${each.key}"
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alarm_topic_arn]
}

resource "aws_iam_role" "trail" {
  name = "${local.trail}-trail"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn } }
    }]
  })
}

resource "aws_iam_role_policy" "trail" {
  name = "write"
  role = aws_iam_role.trail.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "arn:aws:logs:${var.region}:${var.account_id}:log-group:/${var.name}/key-vault:*"
    }]
  })
}

resource "aws_cloudtrail" "key_vault" {
  count                         = var.on_moto ? 0 : 1
  name                          = local.trail
  s3_bucket_name                = aws_s3_bucket.trail.id
  kms_key_id                    = var.logs_key_arn
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.trail.arn
  enable_log_file_validation    = true
  include_global_service_events = true
  is_multi_region_trail         = true

  advanced_event_selector {
    name = "Every use of private bundles"

    field_selector {
      field  = "eventCategory"
      equals = ["Data"]
    }

    field_selector {
      field  = "resources.type"
      equals = ["AWS::DynamoDB::Table"]
    }

    field_selector {
      field  = "resources.ARN"
      equals = [local.private_arn]
    }
  }

  advanced_event_selector {
    name = "Changes of what keeps others out"

    field_selector {
      field  = "eventCategory"
      equals = ["Management"]
    }

    field_selector {
      field  = "readOnly"
      equals = ["false"]
    }
  }

  depends_on = [aws_s3_bucket_policy.trail]
}

# The files of the trail, which nobody can change: each is locked for as long as it is kept. -------

resource "aws_s3_bucket" "trail" {
  bucket              = local.bucket
  object_lock_enabled = true

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_public_access_block" "trail" {
  bucket                  = aws_s3_bucket.trail.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "trail" {
  bucket = aws_s3_bucket.trail.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "trail" {
  bucket = aws_s3_bucket.trail.id

  rule {
    default_retention {
      mode = "GOVERNANCE"
      days = var.log_days
    }
  }

  depends_on = [aws_s3_bucket_versioning.trail]
}

resource "aws_s3_bucket_lifecycle_configuration" "trail" {
  bucket = aws_s3_bucket.trail.id

  rule {
    id     = "after-its-time"
    status = "Enabled"

    filter {}

    expiration {
      days = var.log_days
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.trail]
}

resource "aws_s3_bucket_server_side_encryption_configuration" "trail" {
  bucket = aws_s3_bucket.trail.id

  # CloudTrail writes with kms:GenerateDataKey alone; with a bucket key it would need kms:Decrypt, too.
  rule {
    bucket_key_enabled = false

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.logs_key_arn
    }
  }
}

resource "aws_s3_bucket_policy" "trail" {
  bucket = aws_s3_bucket.trail.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TheTrailLooks"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:GetBucketAcl"
        Resource  = "arn:aws:s3:::${local.bucket}"
        Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn } }
      },
      {
        Sid       = "TheTrailWrites"
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "arn:aws:s3:::${local.bucket}/AWSLogs/${var.account_id}/*"
        Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn, "s3:x-amz-acl" = "bucket-owner-full-control" } }
      },
      {
        Sid       = "OnlyWithTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = ["arn:aws:s3:::${local.bucket}", "arn:aws:s3:::${local.bucket}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })

  depends_on = [aws_s3_bucket_public_access_block.trail]
}
