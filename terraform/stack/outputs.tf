output "api_address" {
  description = "Where clients find the service."
  value       = module.dns.api_address
}

output "name_servers" {
  description = "What the registrar of the domain is told."
  value       = module.dns.name_servers
}

output "repository_url" {
  description = "Where images of the service are pushed to."
  value       = module.service.repository_url
}

output "secret_arns" {
  description = "Secrets that somebody has to put in, by what they are for."
  value       = module.service.secret_arns
}

output "database" {
  description = "What making the database's roles needs."
  value = {
    cluster_arn              = module.database.cluster_arn
    administrator_secret_arn = module.database.administrator_secret_arn
  }
}

output "identity" {
  description = "Where users log in."
  value       = merge(module.identity, { region = var.region })
}

output "keyvault" {
  description = "Where bundles lie."
  value       = module.keyvault
}

output "zone_id" {
  description = "The domain's zone."
  value       = module.dns.zone_id
}

output "objects_bucket" {
  description = "Where ciphertext objects lie."
  value       = module.images.bucket
}

output "operator_role_arn" {
  description = "What operators assume."
  value       = module.monitoring.operator_role_arn
}

output "support_address" {
  description = "The support address."
  value       = module.mail.support_address
}

output "backup_role_arn" {
  description = "The role that makes backups and restores them."
  value       = module.backup.role_arn
}
