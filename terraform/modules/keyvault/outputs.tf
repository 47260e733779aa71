output "private_table_name" {
  description = "SEALWARD_KEY_VAULT_TABLE."
  value       = aws_dynamodb_table.private_bundles.name
}

output "private_table_arn" {
  description = "ARN of the table of private bundles, for denials and backups."
  value       = local.private_arn
}

output "private_key_arn" {
  description = "SEALWARD_KEY_VAULT_KEY."
  value       = aws_kms_key.private_bundles.arn
}

output "public_table_name" {
  description = "SEALWARD_PUBLIC_BUNDLES_TABLE."
  value       = aws_dynamodb_table.public_bundles.name
}

output "public_table_arn" {
  description = "ARN of the table of public bundles."
  value       = local.public_arn
}

output "public_key_arn" {
  description = "SEALWARD_PUBLIC_BUNDLES_KEY."
  value       = aws_kms_key.public_bundles.arn
}

output "service_role_name" {
  description = "Name of the running service's role."
  value       = aws_iam_role.service.name
}
