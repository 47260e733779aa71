output "jdbc_url" {
  description = "SEALWARD_DB_URL: with TLS, and the server's name checked against AWS's certificates in the image."
  value       = "jdbc:postgresql://${aws_rds_cluster.database.endpoint}:5432/sealward?sslmode=verify-full&sslrootcert=/opt/sealward/rds-ca.pem"
}

output "cluster_arn" {
  description = "The cluster, for backups and for SQL through AWS."
  value       = aws_rds_cluster.database.arn
}

output "cluster_identifier" {
  description = "The cluster's name, for alarms."
  value       = local.identifier
}

output "administrator_secret_arn" {
  description = "Where AWS keeps the administrator's password."
  value       = one(aws_rds_cluster.database.master_user_secret[*].secret_arn)
}
