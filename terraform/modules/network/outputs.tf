output "vpc_id" {
  description = "The network."
  value       = aws_vpc.main.id
}

output "public_subnet_ids" {
  description = "Where the balancer stands."
  value       = [for zone in var.zones : aws_subnet.public[zone].id]
}

output "public_cidrs" {
  description = "Addresses that the balancer has: SEALWARD_LIMITS_TRUSTED_PROXIES."
  value       = [for zone in var.zones : aws_subnet.public[zone].cidr_block]
}

output "private_subnet_ids" {
  description = "Where tasks run."
  value       = [for zone in var.zones : aws_subnet.private[zone].id]
}

output "database_subnet_ids" {
  description = "Where the database stands."
  value       = [for zone in var.zones : aws_subnet.database[zone].id]
}

output "security_groups" {
  description = "Who may speak to whom."
  value = {
    balancer = aws_security_group.balancer.id
    service  = aws_security_group.service.id
    database = aws_security_group.database.id
  }
}
