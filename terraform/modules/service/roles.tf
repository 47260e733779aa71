locals {
  policies = "${path.module}/../../policies"
  eu_only  = file("${local.policies}/eu-regions.json")
}

# Objects of this region, for the service's role, which the key vault's module makes.
resource "aws_iam_role_policy" "service_objects" {
  name = "objects-${var.region}"
  role = var.role_name
  policy = templatefile("${local.policies}/service-objects.json", {
    objects_bucket_arn = var.objects.bucket_arn
    objects_key_arn    = var.objects.key_arn
    region             = var.region
  })
}

# What starts tasks: fetches the image and the secrets, writes the logs. -------------------------

resource "aws_iam_role" "start" {
  name        = "${var.name}-start-tasks"
  description = "Starts tasks of the service"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "start" {
  name = "start"
  role = aws_iam_role.start.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "LogInToImages"
        Effect   = "Allow"
        Action   = "ecr:GetAuthorizationToken"
        Resource = "*"
      },
      {
        Sid      = "OurImages"
        Effect   = "Allow"
        Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
        Resource = aws_ecr_repository.service.arn
      },
      {
        Sid      = "OurLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${local.log_group_arn}:*"
      },
      {
        Sid      = "OurSecrets"
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = [for secret in aws_secretsmanager_secret.service : secret.arn]
      },
    ]
  })
}

resource "aws_iam_role_policy" "start_eu_only" {
  name   = "eu-only"
  role   = aws_iam_role.start.id
  policy = local.eu_only
}
