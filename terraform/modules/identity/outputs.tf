output "user_pool_id" {
  description = "SEALWARD_COGNITO_USER_POOL_ID."
  value       = aws_cognito_user_pool.users.id
}

output "user_pool_arn" {
  description = "ARN of the user pool, for the service's role."
  value       = aws_cognito_user_pool.users.arn
}

output "client_id" {
  description = "SEALWARD_COGNITO_CLIENT_ID. No secret."
  value       = aws_cognito_user_pool_client.apps.id
}

output "identity_pool_id" {
  description = "SEALWARD_COGNITO_IDENTITY_POOL_ID."
  value       = aws_cognito_identity_pool.owners.id
}

output "issuer" {
  description = "SEALWARD_COGNITO_ISSUER: the issuer of tokens."
  value       = "https://${aws_cognito_user_pool.users.endpoint}"
}

output "owner_role_name" {
  description = "Name of the role of signed-in users."
  value       = aws_iam_role.owner.name
}
