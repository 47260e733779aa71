locals {
  identifier = "${var.name}-database"
}

resource "aws_kms_key" "database" {
  description             = "The database and its backups at rest, and the password of its administrator"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = templatefile("${path.module}/../../policies/store-key.json", {
    account_id = var.account_id
    services   = jsonencode(["rds.${var.region}.amazonaws.com", "secretsmanager.${var.region}.amazonaws.com"])
  })
}

resource "aws_kms_alias" "database" {
  name          = "alias/${local.identifier}"
  target_key_id = aws_kms_key.database.key_id
}

resource "aws_db_subnet_group" "database" {
  name       = local.identifier
  subnet_ids = var.subnet_ids
}

resource "aws_rds_cluster_parameter_group" "database" {
  name   = "${local.identifier}-18"
  family = "aurora-postgresql18"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "password_encryption"
    value = "scram-sha-256"
  }
}

# Statements, and details of errors, which quote rows, are in no log.
resource "aws_db_parameter_group" "database" {
  name   = "${local.identifier}-18"
  family = "aurora-postgresql18"

  dynamic "parameter" {
    for_each = {
      log_error_verbosity        = "terse"
      log_min_duration_statement = "-1"
      log_min_error_statement    = "panic"
      log_statement              = "none"
    }
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

resource "aws_cloudwatch_log_group" "database" {
  name              = "/aws/rds/cluster/${local.identifier}/postgresql"
  retention_in_days = 90
  kms_key_id        = var.logs_key_arn
}

resource "aws_rds_cluster" "database" {
  cluster_identifier              = local.identifier
  engine                          = "aurora-postgresql"
  engine_version                  = var.engine_version
  database_name                   = "sealward"
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.database.name
  db_subnet_group_name            = aws_db_subnet_group.database.name
  vpc_security_group_ids          = [var.security_group_id]
  snapshot_identifier             = var.snapshot_arn

  # AWS makes, keeps and changes the administrator's password; it is in no state of Terraform.
  master_username               = "administrator"
  manage_master_user_password   = true
  master_user_secret_kms_key_id = aws_kms_key.database.arn
  enable_http_endpoint          = var.data_api

  storage_encrypted         = true
  kms_key_id                = aws_kms_key.database.arn
  backup_retention_period   = var.backup_days
  preferred_backup_window   = "02:00-02:30"
  copy_tags_to_snapshot     = true
  delete_automated_backups  = false
  deletion_protection       = true
  skip_final_snapshot       = false
  final_snapshot_identifier = "${local.identifier}-final"

  preferred_maintenance_window    = "sun:03:00-sun:03:30"
  enabled_cloudwatch_logs_exports = ["postgresql"]

  lifecycle {
    prevent_destroy = true
    # A restored cluster keeps what it was restored from.
    ignore_changes = [snapshot_identifier]
  }

  depends_on = [aws_cloudwatch_log_group.database]
}

resource "aws_rds_cluster_instance" "database" {
  count                      = var.instances
  identifier                 = "${local.identifier}-${count.index + 1}"
  cluster_identifier         = aws_rds_cluster.database.id
  engine                     = aws_rds_cluster.database.engine
  engine_version             = aws_rds_cluster.database.engine_version
  instance_class             = var.instance_class
  db_parameter_group_name    = aws_db_parameter_group.database.name
  db_subnet_group_name       = aws_db_subnet_group.database.name
  publicly_accessible        = false
  ca_cert_identifier         = "rds-ca-ecc384-g1"
  auto_minor_version_upgrade = false
  copy_tags_to_snapshot      = true
}
