locals {
  bucket           = "${var.name}-objects-${var.account_id}"
  bucket_arn       = "arn:aws:s3:::${local.bucket}"
  service_role_arn = "arn:aws:iam::${var.account_id}:role/${var.service_role_name}"
}

resource "aws_kms_key" "objects" {
  description             = "Ciphertext objects at rest"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = templatefile("${path.module}/../../policies/store-key.json", {
    account_id = var.account_id
    services   = jsonencode(["s3.${var.region}.amazonaws.com"])
  })
}

resource "aws_kms_alias" "objects" {
  name          = "alias/${local.bucket}"
  target_key_id = aws_kms_key.objects.key_id
}

resource "aws_s3_bucket" "objects" {
  bucket              = local.bucket
  object_lock_enabled = var.object_lock_days != null

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_public_access_block" "objects" {
  bucket                  = aws_s3_bucket.objects.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "objects" {
  bucket = aws_s3_bucket.objects.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "objects" {
  bucket = aws_s3_bucket.objects.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "objects" {
  bucket = aws_s3_bucket.objects.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.objects.arn
    }
  }
}

resource "aws_s3_bucket_object_lock_configuration" "objects" {
  count  = var.object_lock_days == null ? 0 : 1
  bucket = aws_s3_bucket.objects.id

  rule {
    default_retention {
      mode = "COMPLIANCE"
      days = var.object_lock_days
    }
  }

  depends_on = [aws_s3_bucket_versioning.objects]
}

resource "aws_s3_bucket_lifecycle_configuration" "objects" {
  bucket = aws_s3_bucket.objects.id

  rule {
    id     = "uploads-that-nobody-finishes"
    status = "Enabled"

    filter {}

    # The service itself ends them six days after they began at the latest.
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  rule {
    id     = "what-was-only-hidden"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = var.deleted_days
    }

    expiration {
      expired_object_delete_marker = true
    }
  }

  depends_on = [aws_s3_bucket_versioning.objects]
}

resource "aws_s3_bucket_policy" "objects" {
  bucket = aws_s3_bucket.objects.id
  policy = templatefile("${path.module}/../../policies/objects-bucket.json", {
    backup_role_arn    = var.backup_role_arn
    objects_bucket_arn = local.bucket_arn
    objects_key_arn    = aws_kms_key.objects.arn
    service_role_arn   = local.service_role_arn
  })

  depends_on = [aws_s3_bucket_public_access_block.objects]
}
