# People who run the service: they see alarms, figures, logs and deployments, and are kept from
# bundles, keys, objects, secrets, users and the database even where another policy allowed it.

locals {
  # IAM asks users for a second factor. Sessions of roles, such as IAM Identity Center gives, do not say
  # whether there was one: Identity Center asks for it itself.
  users_as_operators = [for arn in var.operators : arn if strcontains(arn, ":user/")]
  roles_as_operators = [for arn in var.operators : arn if strcontains(arn, ":role/")]
}

resource "aws_iam_role" "operator" {
  count                = length(var.operators) > 0 ? 1 : 0
  name                 = "${var.name}-operator"
  description          = "People who run the service and never see data of its users"
  max_session_duration = 3600 * 4
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [for users in [local.users_as_operators] : {
        Sid       = "UsersWithASecondFactor"
        Effect    = "Allow"
        Principal = { AWS = users }
        Action    = "sts:AssumeRole"
        Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }
      } if length(users) > 0],
      [for roles in [local.roles_as_operators] : {
        Sid       = "RolesOfPeople"
        Effect    = "Allow"
        Principal = { AWS = roles }
        Action    = "sts:AssumeRole"
      } if length(roles) > 0],
    )
  })
}

resource "aws_iam_role_policy" "operator" {
  count = length(aws_iam_role.operator)
  name  = "operator"
  role  = aws_iam_role.operator[0].id
  policy = templatefile("${path.module}/../../policies/operator-role.json", {
    objects_bucket_arn    = var.guarded.objects_bucket_arn
    private_table_arn     = var.guarded.private_table_arn
    public_table_arn      = var.guarded.public_table_arn
    service_log_group_arn = var.service.log_group_arn
  })
}

resource "aws_iam_role_policy" "operator_eu_only" {
  count  = length(aws_iam_role.operator)
  name   = "eu-only"
  role   = aws_iam_role.operator[0].id
  policy = file("${path.module}/../../policies/eu-regions.json")
}
