mock_provider "aws" {
  override_resource {
    target          = aws_kms_key.backup
    values          = { arn = "arn:aws:kms:eu-central-1:111122223333:key/bcbcbcbc-2222-4333-8444-555555555555" }
    override_during = plan
  }

  override_resource {
    target          = aws_iam_role.backup
    values          = { arn = "arn:aws:iam::111122223333:role/sealward-backup" }
    override_during = plan
  }
}

mock_provider "aws" {
  alias = "copy"

  override_resource {
    target          = aws_kms_key.copies
    values          = { arn = "arn:aws:kms:eu-west-1:111122223333:key/cdcdcdcd-2222-4333-8444-555555555555" }
    override_during = plan
  }

  override_resource {
    target          = aws_backup_vault.copies
    values          = { arn = "arn:aws:backup:eu-west-1:111122223333:backup-vault:sealward-copies" }
    override_during = plan
  }
}

variables {
  name            = "sealward"
  account_id      = "111122223333"
  region          = "eu-central-1"
  copy_region     = "eu-west-1"
  lock_after_days = 3
  alarm_topic_arn = "arn:aws:sns:eu-central-1:111122223333:sealward-alarms"
  resources       = ["arn:aws:rds:eu-central-1:111122223333:cluster:sealward-database", "arn:aws:s3:::objects"]
}

run "backup" {
  command = plan

  module {
    source = "../modules/backup"
  }

  assert {
    condition     = one(aws_backup_plan.daily.rule).schedule == "cron(0 3 * * ? *)" && one(one(aws_backup_plan.daily.rule).lifecycle).delete_after == 35
    error_message = "There is a backup every day, kept for 35 days."
  }

  assert {
    condition     = one(one(aws_backup_plan.daily.rule).copy_action).destination_vault_arn == "arn:aws:backup:eu-west-1:111122223333:backup-vault:sealward-copies" && one(one(one(aws_backup_plan.daily.rule).copy_action).lifecycle).delete_after == 35
    error_message = "Each backup is copied to the other region."
  }

  assert {
    condition     = aws_backup_selection.daily[0].resources == toset(["arn:aws:rds:eu-central-1:111122223333:cluster:sealward-database", "arn:aws:s3:::objects"]) && aws_backup_selection.daily[0].iam_role_arn == "arn:aws:iam::111122223333:role/sealward-backup"
    error_message = "What is given is backed up."
  }

  assert {
    condition     = alltrue([for lock in [aws_backup_vault_lock_configuration.main, aws_backup_vault_lock_configuration.copies] : lock.min_retention_days == 7 && lock.max_retention_days == 35 && lock.changeable_for_days == 3])
    error_message = "After three days nobody can shorten what either vault keeps."
  }

  assert {
    condition     = aws_backup_vault_lock_configuration.main.backup_vault_name == "sealward-backup" && aws_backup_vault_lock_configuration.copies.backup_vault_name == "sealward-copies"
    error_message = "Each vault has its lock."
  }

  assert {
    condition     = alltrue([for policy in [aws_backup_vault_policy.main[0].policy, aws_backup_vault_policy.copies[0].policy] : jsonencode([for s in jsondecode(policy).Statement : [s.Effect, s.Principal, s.Action]]) == jsonencode([["Deny", "*", ["backup:DeleteBackupVault", "backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"]]])])
    error_message = "Nobody ends a backup before its time."
  }

  assert {
    condition     = aws_backup_vault.main.kms_key_arn == "arn:aws:kms:eu-central-1:111122223333:key/bcbcbcbc-2222-4333-8444-555555555555" && aws_backup_vault.copies.kms_key_arn == "arn:aws:kms:eu-west-1:111122223333:key/cdcdcdcd-2222-4333-8444-555555555555"
    error_message = "Backups and copies rest under keys of ours, each of its own region."
  }

  assert {
    condition     = aws_kms_key.backup.enable_key_rotation && aws_kms_key.copies.enable_key_rotation
    error_message = "The keys of backups change every year."
  }

  assert {
    condition     = jsonencode(jsondecode(aws_cloudwatch_event_rule.failed.event_pattern)) == jsonencode({ source = ["aws.backup"], detail-type = ["Backup Job State Change", "Copy Job State Change"], detail = { state = ["ABORTED", "EXPIRED", "FAILED", "PARTIAL"] } }) && aws_cloudwatch_event_target.failed.rule == "sealward-backup-failed" && aws_cloudwatch_event_target.failed.arn == "arn:aws:sns:eu-central-1:111122223333:sealward-alarms"
    error_message = "A backup or copy that fails raises an alarm."
  }

  assert {
    condition     = alltrue([for settings in [aws_backup_region_settings.main[0], aws_backup_region_settings.copies[0]] : settings.resource_type_opt_in_preference == tomap({ Aurora = true, DynamoDB = true, S3 = true }) && settings.resource_type_management_preference == tomap({ DynamoDB = true })])
    error_message = "AWS Backup looks after the database, tables and objects in both regions."
  }

  assert {
    condition     = jsondecode(aws_kms_key.backup.policy).Statement[1].Condition.StringEquals["kms:ViaService"] == [for name in ["backup", "dynamodb", "rds", "s3"] : "${name}.eu-central-1.amazonaws.com"] && jsondecode(aws_kms_key.copies.policy).Statement[1].Condition.StringEquals["kms:ViaService"] == [for name in ["backup", "dynamodb", "rds", "s3"] : "${name}.eu-west-1.amazonaws.com"]
    error_message = "The keys of backups are used through what stores them alone, each in its region."
  }
}

run "copiesInTheSameRegion_andNothingToBackUp_areRefused" {
  command = plan

  module {
    source = "../modules/backup"
  }

  variables {
    copy_region = "eu-central-1"
    resources   = []
  }

  expect_failures = [var.copy_region, var.resources]
}

run "copies_inSwitzerland_areRefused" {
  command = plan

  module {
    source = "../modules/backup"
  }

  variables {
    copy_region = "eu-central-2"
  }

  expect_failures = [var.copy_region]
}
