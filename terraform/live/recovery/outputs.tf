output "secondary" {
  description = "What live/production wants to know of it: its variable secondary."
  value       = { dns_name = module.service.balancer.dns_name, zone_id = module.service.balancer.zone_id }
}

output "repository_url" {
  description = "Where images of the service are pushed to."
  value       = module.service.repository_url
}

output "secret_arns" {
  description = "Secrets that somebody has to put in, by what they are for."
  value       = module.service.secret_arns
}
