mock_provider "aws" {
  override_resource {
    target          = aws_kms_key.objects
    values          = { arn = "arn:aws:kms:eu-central-1:111122223333:key/eeeeeeee-2222-4333-8444-555555555555" }
    override_during = plan
  }

  override_resource {
    target          = aws_s3_bucket.objects
    values          = { id = "sealward-objects-111122223333" }
    override_during = plan
  }
}

variables {
  name              = "sealward"
  account_id        = "111122223333"
  region            = "eu-central-1"
  service_role_name = "sealward-service"
  backup_role_arn   = "arn:aws:iam::111122223333:role/sealward-backup"
}

run "objects" {
  command = plan

  module {
    source = "../modules/images"
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.objects.block_public_acls && aws_s3_bucket_public_access_block.objects.block_public_policy && aws_s3_bucket_public_access_block.objects.ignore_public_acls && aws_s3_bucket_public_access_block.objects.restrict_public_buckets && aws_s3_bucket_public_access_block.objects.bucket == "sealward-objects-111122223333"
    error_message = "Objects are not public, and cannot be made so."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.objects.rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "There are no access lists of single objects."
  }

  assert {
    condition     = aws_s3_bucket_versioning.objects.versioning_configuration[0].status == "Enabled"
    error_message = "Backups and locks, which need versions, are possible."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.objects.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms" && one(aws_s3_bucket_server_side_encryption_configuration.objects.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:eu-central-1:111122223333:key/eeeeeeee-2222-4333-8444-555555555555"
    error_message = "Objects rest under a key of ours."
  }

  assert {
    condition     = aws_kms_key.objects.enable_key_rotation
    error_message = "The key of objects changes every year."
  }

  assert {
    condition     = one([for s in jsondecode(aws_kms_key.objects.policy).Statement : jsonencode([s.Effect, s.Condition]) if s.Sid == "TheServicesThatStore"]) == jsonencode(["Allow", { StringEquals = { "kms:CallerAccount" = "111122223333", "kms:ViaService" = ["s3.eu-central-1.amazonaws.com"] } }])
    error_message = "The key of objects is used through S3 alone."
  }

  assert {
    condition     = jsonencode([for s in jsondecode(aws_kms_key.objects.policy).Statement : [s.Sid, s.Effect, s.Principal]]) == jsonencode([["AccountAdministersTheKey", "Allow", { AWS = "arn:aws:iam::111122223333:root" }], ["TheServicesThatStore", "Allow", "*"]]) && jsonencode(jsondecode(aws_kms_key.objects.policy).Statement[1].Action) == jsonencode(["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"]) && length(setintersection(toset(jsondecode(aws_kms_key.objects.policy).Statement[0].Action), toset(["kms:*", "kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]))) == 0
    error_message = "Who administers the key of objects does not use it."
  }

  assert {
    condition     = one([for rule in aws_s3_bucket_lifecycle_configuration.objects.rule : rule.abort_incomplete_multipart_upload[0].days_after_initiation if rule.id == "uploads-that-nobody-finishes" && rule.status == "Enabled"]) == 7
    error_message = "Uploads that nobody finishes go after a week."
  }

  assert {
    condition     = one([for rule in aws_s3_bucket_lifecycle_configuration.objects.rule : rule.noncurrent_version_expiration[0].noncurrent_days if rule.id == "what-was-only-hidden" && rule.status == "Enabled"]) == 14
    error_message = "What could only be hidden is gone after two weeks."
  }

  assert {
    condition     = length(aws_s3_bucket_object_lock_configuration.objects) == 0
    error_message = "Without being asked for, nothing is locked against deletion by users."
  }

  # The bucket's policy.

  assert {
    condition     = one([for s in jsondecode(aws_s3_bucket_policy.objects.policy).Statement : jsonencode([s.Effect, s.Principal, s.Action, s.Resource, s.Condition]) if s.Sid == "OnlyWithTls"]) == jsonencode(["Deny", "*", "s3:*", ["arn:aws:s3:::sealward-objects-111122223333", "arn:aws:s3:::sealward-objects-111122223333/*"], { Bool = { "aws:SecureTransport" = "false" } }])
    error_message = "Objects are reached with TLS."
  }

  assert {
    condition     = one([for s in jsondecode(aws_s3_bucket_policy.objects.policy).Statement : jsonencode([s.Effect, s.Principal, s.Action, s.Condition]) if s.Sid == "OnlyWithTheBucketsKey"]) == jsonencode(["Deny", "*", "s3:PutObject", { Null = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }, StringNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "arn:aws:kms:eu-central-1:111122223333:key/eeeeeeee-2222-4333-8444-555555555555" } }])
    error_message = "No object is put under another key."
  }

  assert {
    condition = jsonencode([for s in jsondecode(aws_s3_bucket_policy.objects.policy).Statement : [s.Sid, s.Effect, s.Principal, s.Action, s.Resource, s.Condition] if contains(["OnlyByKms", "ByKmsWithTheKeyNamed"], s.Sid)]) == jsonencode([
      ["OnlyByKms", "Deny", "*", "s3:PutObject", "arn:aws:s3:::sealward-objects-111122223333/*", { Null = { "s3:x-amz-server-side-encryption" = "false" }, StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" } }],
      ["ByKmsWithTheKeyNamed", "Deny", "*", "s3:PutObject", "arn:aws:s3:::sealward-objects-111122223333/*", { Null = { "s3:x-amz-server-side-encryption" = "false", "s3:x-amz-server-side-encryption-aws-kms-key-id" = "true" } }],
    ])
    error_message = "Whoever says how an object is encrypted says by KMS and names the key; whoever says nothing gets the bucket's."
  }

  assert {
    condition     = one([for s in jsondecode(aws_s3_bucket_policy.objects.policy).Statement : jsonencode([s.Effect, s.Principal, s.Condition]) if s.Sid == "OnlyTheServiceAndBackupsTouchObjects"]) == jsonencode(["Deny", "*", { StringNotEquals = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:role/sealward-service", "arn:aws:iam::111122223333:role/sealward-backup"] } }])
    error_message = "Nobody but the service and backups touches objects."
  }

  assert {
    condition     = length(setsubtract(["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"], one([for s in jsondecode(aws_s3_bucket_policy.objects.policy).Statement : s.Action if s.Sid == "OnlyTheServiceAndBackupsTouchObjects"]))) == 0
    error_message = "Reading, writing and deleting objects and their versions is denied to others."
  }

  assert {
    condition     = alltrue([for s in jsondecode(aws_s3_bucket_policy.objects.policy).Statement : s.Effect == "Deny"])
    error_message = "The bucket's policy allows nobody anything."
  }
}

run "lock_ofAYear_isACompliantOne" {
  command = plan

  module {
    source = "../modules/images"
  }

  variables {
    object_lock_days = 365
  }

  assert {
    condition     = aws_s3_bucket.objects.object_lock_enabled && aws_s3_bucket_object_lock_configuration.objects[0].rule[0].default_retention[0].mode == "COMPLIANCE" && aws_s3_bucket_object_lock_configuration.objects[0].rule[0].default_retention[0].days == 365
    error_message = "A lock holds against everybody."
  }
}

run "hiddenVersions_keptForAYear_areRefused" {
  command = plan

  module {
    source = "../modules/images"
  }

  variables {
    deleted_days = 365
  }

  expect_failures = [var.deleted_days]
}
