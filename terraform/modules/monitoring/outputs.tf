output "alarm_topic_arn" {
  description = "Where alarms go."
  value       = aws_sns_topic.alarms.arn
}

output "key_arn" {
  description = "The key of logs, trail and alarms."
  value       = aws_kms_key.watch.arn
}

output "rollback_alarms" {
  description = "Names of the alarms that take back a deployment."
  value       = [for name in local.taking_back : "${var.name}-${name}"]
}

output "operator_role_arn" {
  description = "What operators assume."
  value       = one(aws_iam_role.operator[*].arn)
}
