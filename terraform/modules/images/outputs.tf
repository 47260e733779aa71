output "bucket" {
  description = "SEALWARD_OBJECTS_BUCKET."
  value       = aws_s3_bucket.objects.bucket
}

output "bucket_arn" {
  description = "The bucket, for policies and backups."
  value       = local.bucket_arn
}

output "key_arn" {
  description = "The key of objects at rest."
  value       = aws_kms_key.objects.arn
}
