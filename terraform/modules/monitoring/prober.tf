# The prober uses the service as people do, once a minute, from another region and over the internet.
# It has a network of its own, nothing listens in it, and its role may write its own figures only.

locals {
  probing     = var.prober == null ? toset([]) : toset(["prober"])
  prober      = "${var.name}-prober"
  prober_arns = var.prober == null ? "" : "${var.prober.region}:${var.account_id}"
}

resource "aws_vpc" "prober" {
  provider   = aws.prober
  for_each   = local.probing
  cidr_block = "10.99.0.0/24"

  tags = { Name = local.prober }
}

resource "aws_default_security_group" "prober" {
  provider = aws.prober
  for_each = local.probing
  vpc_id   = aws_vpc.prober[each.key].id
  ingress  = []
  egress   = []
}

resource "aws_subnet" "prober" {
  provider          = aws.prober
  for_each          = local.probing
  vpc_id            = aws_vpc.prober[each.key].id
  availability_zone = "${var.prober.region}a"
  cidr_block        = "10.99.0.0/26"

  tags = { Name = local.prober }
}

resource "aws_internet_gateway" "prober" {
  provider = aws.prober
  for_each = local.probing
  vpc_id   = aws_vpc.prober[each.key].id

  tags = { Name = local.prober }
}

resource "aws_route_table" "prober" {
  provider = aws.prober
  for_each = local.probing
  vpc_id   = aws_vpc.prober[each.key].id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.prober[each.key].id
  }

  tags = { Name = local.prober }
}

resource "aws_route_table_association" "prober" {
  provider       = aws.prober
  for_each       = local.probing
  subnet_id      = aws_subnet.prober[each.key].id
  route_table_id = aws_route_table.prober[each.key].id
}

resource "aws_security_group" "prober" {
  provider    = aws.prober
  for_each    = local.probing
  name        = local.prober
  description = "The prober"
  vpc_id      = aws_vpc.prober[each.key].id
}

resource "aws_vpc_security_group_egress_rule" "prober" {
  provider          = aws.prober
  for_each          = local.probing
  security_group_id = aws_security_group.prober[each.key].id
  description       = "The service and AWS, over TLS"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# The prober's own users and the key that it signs observations with; people put it in.
resource "aws_secretsmanager_secret" "prober" {
  provider                = aws.prober
  for_each                = local.probing
  name                    = "${var.name}/prober"
  description             = "The prober's configuration: users of its own, the key of its observations"
  recovery_window_in_days = 30
}

resource "aws_cloudwatch_log_group" "prober" {
  provider          = aws.prober
  for_each          = local.probing
  name              = "/${var.name}/prober"
  retention_in_days = 90
}

resource "aws_ecs_cluster" "prober" {
  provider = aws.prober
  for_each = local.probing
  name     = local.prober
}

resource "aws_ecs_task_definition" "prober" {
  provider                 = aws.prober
  for_each                 = local.probing
  family                   = local.prober
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 512
  memory                   = 1024
  task_role_arn            = aws_iam_role.prober[each.key].arn
  execution_role_arn       = aws_iam_role.start_prober[each.key].arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }

  volume {
    name = "tmp"
  }

  container_definitions = jsonencode([{
    name                   = "prober"
    image                  = var.prober.image
    essential              = true
    user                   = "65532:65532"
    readonlyRootFilesystem = true
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
    portMappings           = []
    volumesFrom            = []
    systemControls         = []
    linuxParameters        = { initProcessEnabled = false, capabilities = { drop = ["ALL"], add = [] } }
    environment            = [{ name = "SEALWARD_SERVICE", value = var.prober.address }]
    secrets                = [{ name = "SEALWARD_PROBER", valueFrom = aws_secretsmanager_secret.prober[each.key].arn }]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.prober[each.key].name
        awslogs-region        = var.prober.region
        awslogs-stream-prefix = "probe"
      }
    }
  }])
}

resource "aws_scheduler_schedule" "prober" {
  provider            = aws.prober
  for_each            = local.probing
  name                = local.prober
  description         = "Uses the service once a minute"
  schedule_expression = "rate(1 minute)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_ecs_cluster.prober[each.key].arn
    role_arn = aws_iam_role.schedule_prober[each.key].arn

    retry_policy {
      maximum_retry_attempts = 0
    }

    ecs_parameters {
      launch_type         = "FARGATE"
      platform_version    = "1.4.0"
      task_count          = 1
      task_definition_arn = aws_ecs_task_definition.prober[each.key].arn

      network_configuration {
        subnets          = [aws_subnet.prober[each.key].id]
        security_groups  = [aws_security_group.prober[each.key].id]
        assign_public_ip = true
      }
    }
  }
}

resource "aws_iam_role" "prober" {
  for_each = local.probing
  name     = local.prober
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

resource "aws_iam_role_policy" "prober" {
  for_each = local.probing
  name     = "figures"
  role     = aws_iam_role.prober[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "cloudwatch:PutMetricData"
      Resource  = "*"
      Condition = { StringEquals = { "cloudwatch:namespace" = "Sealward/Prober" } }
    }]
  })
}

resource "aws_iam_role_policy" "prober_eu_only" {
  for_each = local.probing
  name     = "eu-only"
  role     = aws_iam_role.prober[each.key].id
  policy   = file("${path.module}/../../policies/eu-regions.json")
}

resource "aws_iam_role" "start_prober" {
  for_each           = local.probing
  name               = "${var.name}-start-prober"
  assume_role_policy = aws_iam_role.prober[each.key].assume_role_policy
}

resource "aws_iam_role_policy" "start_prober" {
  for_each = local.probing
  name     = "start"
  role     = aws_iam_role.start_prober[each.key].id
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
        Resource = "arn:aws:ecr:*:${var.account_id}:repository/${var.name}*"
      },
      {
        Sid      = "ItsLogs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:${local.prober_arns}:log-group:/${var.name}/prober:*"
      },
      {
        Sid      = "ItsSecret"
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = aws_secretsmanager_secret.prober[each.key].arn
      },
    ]
  })
}

resource "aws_iam_role" "schedule_prober" {
  for_each = local.probing
  name     = "${var.name}-schedule-prober"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "schedule_prober" {
  for_each = local.probing
  name     = "run"
  role     = aws_iam_role.schedule_prober[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RunsTheProber"
        Effect    = "Allow"
        Action    = "ecs:RunTask"
        Resource  = "arn:aws:ecs:${local.prober_arns}:task-definition/${local.prober}:*"
        Condition = { ArnEquals = { "ecs:cluster" = "arn:aws:ecs:${local.prober_arns}:cluster/${local.prober}" } }
      },
      {
        Sid       = "GivesItItsRoles"
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = [aws_iam_role.prober[each.key].arn, aws_iam_role.start_prober[each.key].arn]
        Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
      },
    ]
  })
}
