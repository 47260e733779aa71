locals {
  vault  = "${var.name}-backup"
  copies = "${var.name}-copies"

  looked_after = { Aurora = true, DynamoDB = true, S3 = true }

  # AWS services that read and write backups with the vaults' keys.
  stores = ["backup", "dynamodb", "rds", "s3"]

  # Nobody ends a backup before its time, whatever their own policies allow.
  kept = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "NobodyEndsABackup"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["backup:DeleteBackupVault", "backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"]
      Resource  = "*"
    }]
  })
}

resource "aws_kms_key" "backup" {
  description             = "Backups at rest"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = templatefile("${path.module}/../../policies/store-key.json", {
    account_id = var.account_id
    services   = jsonencode([for service in local.stores : "${service}.${var.region}.amazonaws.com"])
  })
}

resource "aws_kms_key" "copies" {
  provider                = aws.copy
  description             = "Copies of backups at rest"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = templatefile("${path.module}/../../policies/store-key.json", {
    account_id = var.account_id
    services   = jsonencode([for service in local.stores : "${service}.${var.copy_region}.amazonaws.com"])
  })
}

resource "aws_backup_vault" "main" {
  name        = local.vault
  kms_key_arn = aws_kms_key.backup.arn

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_backup_vault" "copies" {
  provider    = aws.copy
  name        = local.copies
  kms_key_arn = aws_kms_key.copies.arn

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_backup_vault_lock_configuration" "main" {
  backup_vault_name   = aws_backup_vault.main.name
  min_retention_days  = 7
  max_retention_days  = var.keep_days
  changeable_for_days = var.lock_after_days
}

resource "aws_backup_vault_lock_configuration" "copies" {
  provider            = aws.copy
  backup_vault_name   = aws_backup_vault.copies.name
  min_retention_days  = 7
  max_retention_days  = var.keep_days
  changeable_for_days = var.lock_after_days
}

resource "aws_backup_vault_policy" "main" {
  count             = var.on_moto ? 0 : 1
  backup_vault_name = aws_backup_vault.main.name
  policy            = local.kept
}

resource "aws_backup_vault_policy" "copies" {
  provider          = aws.copy
  count             = var.on_moto ? 0 : 1
  backup_vault_name = aws_backup_vault.copies.name
  policy            = local.kept
}

resource "aws_backup_plan" "daily" {
  name = "${var.name}-daily"

  rule {
    rule_name         = "daily"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 3 * * ? *)"
    start_window      = 60
    completion_window = 360

    lifecycle {
      delete_after = var.keep_days
    }

    copy_action {
      destination_vault_arn = aws_backup_vault.copies.arn

      lifecycle {
        delete_after = var.keep_days
      }
    }
  }
}

resource "aws_backup_selection" "daily" {
  count        = var.on_moto ? 0 : 1
  name         = "${var.name}-daily"
  plan_id      = aws_backup_plan.daily.id
  iam_role_arn = aws_iam_role.backup.arn
  resources    = var.resources

  depends_on = [aws_backup_region_settings.main, aws_backup_region_settings.copies]
}

resource "aws_iam_role" "backup" {
  name        = "${var.name}-backup"
  description = "Makes backups and restores them"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "backup.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

# AWS's own, since what a backup needs changes with what AWS Backup learns.
resource "aws_iam_role_policy_attachment" "backup" {
  for_each = toset([
    "AWSBackupServiceRolePolicyForS3Backup",
    "AWSBackupServiceRolePolicyForS3Restore",
    "service-role/AWSBackupServiceRolePolicyForBackup",
    "service-role/AWSBackupServiceRolePolicyForRestores",
  ])
  role       = aws_iam_role.backup.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}

# A job that did not end well is told by mail: metrics of AWS Backup are by vault and kind, so that an
# alarm on one of them would miss others.
resource "aws_cloudwatch_event_rule" "failed" {
  name        = "${var.name}-backup-failed"
  description = "A job of AWS Backup did not end well: its console says why"
  event_pattern = jsonencode({
    source      = ["aws.backup"]
    detail-type = ["Backup Job State Change", "Copy Job State Change"]
    detail      = { state = ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"] }
  })
}

resource "aws_cloudwatch_event_target" "failed" {
  rule      = aws_cloudwatch_event_rule.failed.name
  target_id = "alarms"
  arn       = var.alarm_topic_arn
}

# What AWS Backup looks after in each region. Without the management of tables no backup of one can be
# copied to another region. Other kinds stay as they are.
resource "aws_backup_region_settings" "main" {
  count                               = var.on_moto ? 0 : 1
  resource_type_opt_in_preference     = local.looked_after
  resource_type_management_preference = { DynamoDB = true }

  # AWS answers with all kinds there are.
  lifecycle {
    ignore_changes = [resource_type_opt_in_preference, resource_type_management_preference]
  }
}

resource "aws_backup_region_settings" "copies" {
  provider                            = aws.copy
  count                               = var.on_moto ? 0 : 1
  resource_type_opt_in_preference     = local.looked_after
  resource_type_management_preference = { DynamoDB = true }

  lifecycle {
    ignore_changes = [resource_type_opt_in_preference, resource_type_management_preference]
  }
}
