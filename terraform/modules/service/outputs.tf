output "cluster_name" {
  description = "The cluster of tasks."
  value       = aws_ecs_cluster.main.name
}

output "service_name" {
  description = "The service in the cluster."
  value       = local.service
}

output "repository_url" {
  description = "Where images of the service are pushed to."
  value       = aws_ecr_repository.service.repository_url
}

output "log_group_arn" {
  description = "The service's logs."
  value       = local.log_group_arn

  depends_on = [aws_cloudwatch_log_group.service]
}

output "balancer" {
  description = "The balancer: its ARN's end and its target groups' for figures, its name and zone for DNS."
  value = {
    arn_suffix          = aws_lb.service.arn_suffix
    dns_name            = aws_lb.service.dns_name
    zone_id             = aws_lb.service.zone_id
    target_arn_suffixes = { for colour, group in aws_lb_target_group.service : colour => group.arn_suffix }
  }
}

output "secret_arns" {
  description = "Secrets that somebody has to put in, by what they are for."
  value       = { for purpose, secret in aws_secretsmanager_secret.service : purpose => secret.arn }
}
