locals {
  # Built here and not taken from the tables, so that the policies can be read from a plan.
  arn_of_tables    = "arn:aws:dynamodb:${var.region}:${var.account_id}:table"
  private_table    = "${var.name}-private-bundles"
  public_table     = "${var.name}-public-bundles"
  private_arn      = "${local.arn_of_tables}/${local.private_table}"
  public_arn       = "${local.arn_of_tables}/${local.public_table}"
  service_role     = "${var.name}-service"
  service_role_arn = "arn:aws:iam::${var.account_id}:role/${local.service_role}"
  owner_role_arn   = "arn:aws:iam::${var.account_id}:role/${var.owner_role_name}"
  policies         = "${path.module}/../../policies"
  deletion_in_days = 30
}

# Keys that lock bundles. -----------------------------------------------------------------------

resource "aws_kms_key" "private_bundles" {
  description             = "Private bundles: used by their owners alone, each with the own identity id as context"
  enable_key_rotation     = true
  deletion_window_in_days = local.deletion_in_days
  policy = templatefile("${local.policies}/private-bundles-key.json", {
    account_id     = var.account_id
    owner_role_arn = local.owner_role_arn
  })
}

resource "aws_kms_alias" "private_bundles" {
  name          = "alias/${local.private_table}"
  target_key_id = aws_kms_key.private_bundles.key_id
}

resource "aws_kms_key" "public_bundles" {
  description             = "Public bundles: used by the service alone"
  enable_key_rotation     = true
  deletion_window_in_days = local.deletion_in_days
  policy = templatefile("${local.policies}/public-bundles-key.json", {
    account_id       = var.account_id
    service_role_arn = local.service_role_arn
  })
}

resource "aws_kms_alias" "public_bundles" {
  name          = "alias/${local.public_table}"
  target_key_id = aws_kms_key.public_bundles.key_id
}

# Keys of the tables' disks, which DynamoDB uses on behalf of whoever it lets in. ----------------

resource "aws_kms_key" "private_table" {
  description             = "${local.private_table} at rest"
  enable_key_rotation     = true
  deletion_window_in_days = local.deletion_in_days
  policy = templatefile("${local.policies}/private-table-store-key.json", {
    account_id       = var.account_id
    region           = var.region
    service_role_arn = local.service_role_arn
  })
}

resource "aws_kms_key" "public_table" {
  description             = "${local.public_table} at rest"
  enable_key_rotation     = true
  deletion_window_in_days = local.deletion_in_days
  policy = templatefile("${local.policies}/store-key.json", {
    account_id = var.account_id
    services   = jsonencode(["dynamodb.${var.region}.amazonaws.com"])
  })
}

# Tables. ---------------------------------------------------------------------------------------

resource "aws_dynamodb_table" "private_bundles" {
  name                        = local.private_table
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "identityId"
  deletion_protection_enabled = true

  attribute {
    name = "identityId"
    type = "S"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.private_table.arn
  }

  point_in_time_recovery {
    enabled = true
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_dynamodb_table" "public_bundles" {
  name                        = local.public_table
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "userId"
  range_key                   = "version"
  deletion_protection_enabled = true

  attribute {
    name = "userId"
    type = "S"
  }

  attribute {
    name = "version"
    type = "N"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.public_table.arn
  }

  point_in_time_recovery {
    enabled = true
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_dynamodb_resource_policy" "private_bundles" {
  resource_arn = aws_dynamodb_table.private_bundles.arn
  policy = templatefile("${local.policies}/private-bundles-table.json", {
    owner_role_arn    = local.owner_role_arn
    private_table_arn = local.private_arn
  })
}

resource "aws_iam_role_policy" "owner" {
  name = "own-item"
  role = var.owner_role_name
  policy = templatefile("${local.policies}/owner-identity.json", {
    private_key_arn   = aws_kms_key.private_bundles.arn
    private_table_arn = local.private_arn
  })
}
