output "role_arn" {
  description = "The role that makes backups and restores them."
  value       = "arn:aws:iam::${var.account_id}:role/${var.name}-backup"
}

output "vault_name" {
  description = "Where backups lie."
  value       = aws_backup_vault.main.name
}

output "copies_vault_name" {
  description = "Where their copies lie, in the other region."
  value       = aws_backup_vault.copies.name
}
