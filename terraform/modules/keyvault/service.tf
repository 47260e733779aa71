# The role of the running service stands here, because what it may do is what it is kept from. It may
# run elsewhere too, such as in the region for recoveries.

resource "aws_iam_role" "service" {
  name        = local.service_role
  description = "The running service"
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

resource "aws_iam_role_policy" "service" {
  name = "service"
  role = aws_iam_role.service.id
  policy = templatefile("${local.policies}/service-role.json", {
    private_key_arn   = aws_kms_key.private_bundles.arn
    private_table_arn = local.private_arn
    public_key_arn    = aws_kms_key.public_bundles.arn
    public_table_arn  = local.public_arn
    user_pool_arn     = var.user_pool_arn
  })
}

resource "aws_iam_role_policy" "service_eu_only" {
  name   = "eu-only"
  role   = aws_iam_role.service.id
  policy = file("${local.policies}/eu-regions.json")
}
