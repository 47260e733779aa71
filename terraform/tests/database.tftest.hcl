mock_provider "aws" {
  override_resource {
    target          = aws_kms_key.database
    values          = { arn = "arn:aws:kms:eu-central-1:111122223333:key/abababab-2222-4333-8444-555555555555" }
    override_during = plan
  }

  override_resource {
    target = aws_rds_cluster.database
    values = {
      id       = "sealward-database"
      endpoint = "sealward-database.cluster-abc.eu-central-1.rds.amazonaws.com"
    }

    override_during = plan
  }
}

variables {
  name              = "sealward"
  account_id        = "111122223333"
  region            = "eu-central-1"
  subnet_ids        = ["subnet-1", "subnet-2"]
  security_group_id = "sg-database"
  logs_key_arn      = "arn:aws:kms:eu-central-1:111122223333:key/eeeeeeee-2222-4333-8444-555555555555"
}

run "database" {
  command = plan

  module {
    source = "../modules/database"
  }

  assert {
    condition     = aws_rds_cluster.database.engine == "aurora-postgresql" && startswith(aws_rds_cluster.database.engine_version, "18.") && aws_rds_cluster_parameter_group.database.family == "aurora-postgresql18" && aws_db_parameter_group.database.family == "aurora-postgresql18"
    error_message = "The database is the PostgreSQL 18 that Sealward is tested on."
  }

  assert {
    condition     = aws_rds_cluster.database.manage_master_user_password == true && aws_rds_cluster.database.master_password == null && aws_rds_cluster.database.master_user_secret_kms_key_id == "arn:aws:kms:eu-central-1:111122223333:key/abababab-2222-4333-8444-555555555555"
    error_message = "AWS keeps the administrator's password: it is in no state."
  }

  assert {
    condition     = aws_rds_cluster.database.storage_encrypted && aws_rds_cluster.database.kms_key_id == "arn:aws:kms:eu-central-1:111122223333:key/abababab-2222-4333-8444-555555555555"
    error_message = "The database and its backups rest under a key of ours."
  }

  assert {
    condition     = aws_kms_key.database.enable_key_rotation
    error_message = "The database's key changes every year."
  }

  assert {
    condition     = jsondecode(aws_kms_key.database.policy).Statement[1].Condition.StringEquals["kms:ViaService"] == ["rds.eu-central-1.amazonaws.com", "secretsmanager.eu-central-1.amazonaws.com"]
    error_message = "The database's key is used through RDS and Secrets Manager alone."
  }

  assert {
    condition     = aws_rds_cluster.database.deletion_protection && aws_rds_cluster.database.skip_final_snapshot == false && aws_rds_cluster.database.delete_automated_backups == false
    error_message = "The database is not deleted by mistake, nor its backups with it."
  }

  assert {
    condition     = aws_rds_cluster.database.backup_retention_period == 35
    error_message = "The database can be restored to any second of the last 35 days."
  }

  assert {
    condition     = { for p in aws_rds_cluster_parameter_group.database.parameter : p.name => p.value } == { "rds.force_ssl" = "1", "password_encryption" = "scram-sha-256" }
    error_message = "The database takes TLS alone, and passwords by SCRAM."
  }

  assert {
    condition     = { for p in aws_db_parameter_group.database.parameter : p.name => p.value } == { log_error_verbosity = "terse", log_min_duration_statement = "-1", log_min_error_statement = "panic", log_statement = "none" }
    error_message = "No statement and no row is in the database's log."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.database : instance.publicly_accessible == false])
    error_message = "The database has no public address."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.database : instance.auto_minor_version_upgrade == false])
    error_message = "The database's version changes when somebody changes it."
  }

  assert {
    condition     = length(aws_rds_cluster_instance.database) == 2
    error_message = "A second instance takes over."
  }

  assert {
    condition     = aws_rds_cluster.database.vpc_security_group_ids == toset(["sg-database"]) && aws_db_subnet_group.database.subnet_ids == toset(["subnet-1", "subnet-2"])
    error_message = "The database stands where only tasks reach it."
  }

  assert {
    condition     = aws_rds_cluster.database.enable_http_endpoint == false
    error_message = "SQL cannot be sent through AWS once the roles are made."
  }

  assert {
    condition     = output.jdbc_url == "jdbc:postgresql://sealward-database.cluster-abc.eu-central-1.rds.amazonaws.com:5432/sealward?sslmode=verify-full&sslrootcert=/opt/sealward/rds-ca.pem"
    error_message = "The service checks the database's certificate against AWS's."
  }

  assert {
    condition     = aws_cloudwatch_log_group.database.kms_key_id == "arn:aws:kms:eu-central-1:111122223333:key/eeeeeeee-2222-4333-8444-555555555555"
    error_message = "The database's log is encrypted."
  }
}

run "anotherVersion_andFewBackups_areRefused" {
  command = plan

  module {
    source = "../modules/database"
  }

  variables {
    engine_version = "17.7"
    backup_days    = 1
    instance_class = "db.t4g.medium" # takes no SQL through AWS
  }

  expect_failures = [var.engine_version, var.backup_days, var.instance_class]
}
