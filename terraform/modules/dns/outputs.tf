output "zone_id" {
  description = "The domain's zone."
  value       = aws_route53_zone.main.zone_id
}

output "name_servers" {
  description = "What the registrar of the domain is told."
  value       = aws_route53_zone.main.name_servers
}

output "certificate_arn" {
  description = "The API's certificate, once it is valid."
  value       = aws_acm_certificate_validation.api.certificate_arn
}

output "api_address" {
  description = "Where clients find the service."
  value       = "https://${local.api}"
}
