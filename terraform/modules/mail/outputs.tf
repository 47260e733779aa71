output "identity_arn" {
  description = "The domain in SES, for Cognito's codes."
  value       = var.on_moto ? "arn:aws:ses:${var.region}:${var.account_id}:identity/${var.domain}" : aws_sesv2_email_identity.domain[0].arn
}

output "bucket_arn" {
  description = "Where mail to the support address lies."
  value       = local.bucket_arn
}

output "queue_arn" {
  description = "A line for each mail."
  value       = aws_sqs_queue.mail.arn
}

output "support_address" {
  description = "The support address."
  value       = "${var.support}@${var.domain}"
}
