locals {
  role_arn        = "arn:aws:iam::${var.account_id}:role/${var.role_name}"
  service         = "${var.name}-service"
  container       = "sealward"
  log_group       = "/${var.name}/service"
  log_group_arn   = "arn:aws:logs:${var.region}:${var.account_id}:log-group:${local.log_group}"
  api_port        = 8080
  management_port = 8081
  user            = 65532

  settings = merge(var.settings, {
    SEALWARD_HOST                     = "0.0.0.0"
    SEALWARD_PORT                     = tostring(local.api_port)
    SEALWARD_MANAGEMENT_PORT          = tostring(local.management_port)
    SEALWARD_DB_URL                   = var.jdbc_url
    SEALWARD_COGNITO_REGION           = var.identity.region
    SEALWARD_COGNITO_USER_POOL_ID     = var.identity.user_pool_id
    SEALWARD_COGNITO_CLIENT_ID        = var.identity.client_id
    SEALWARD_COGNITO_IDENTITY_POOL_ID = var.identity.identity_pool_id
    SEALWARD_COGNITO_ISSUER           = var.identity.issuer
    SEALWARD_COGNITO_JWKS_URI         = "${var.identity.issuer}/.well-known/jwks.json"
    SEALWARD_KEY_VAULT_TABLE          = var.keyvault.private_table_name
    SEALWARD_KEY_VAULT_KEY            = var.keyvault.private_key_arn
    SEALWARD_PUBLIC_BUNDLES_TABLE     = var.keyvault.public_table_name
    SEALWARD_PUBLIC_BUNDLES_KEY       = var.keyvault.public_key_arn
    SEALWARD_OBJECTS_BUCKET           = var.objects.bucket
    SEALWARD_OBJECTS_REGION           = var.region
    SEALWARD_LIMITS_TRUSTED_PROXIES   = join(",", var.network.public_cidrs)

    # TLS from the balancer on: docs/adr/0220-tls-to-the-task.md
    MICRONAUT_SERVER_SSL_ENABLED        = "true"
    MICRONAUT_SERVER_SSL_PORT           = tostring(local.api_port)
    MICRONAUT_SERVER_SSL_KEY_STORE_TYPE = "PKCS12"
    },
    var.push_webhook == null ? {} : { SEALWARD_PUSH_WEBHOOK = var.push_webhook },
    var.availability == null ? {} : {
      SEALWARD_AVAILABILITY_PROBERS   = var.availability.probers
      SEALWARD_AVAILABILITY_CONTRACTS = join("\n", var.availability.contracts)
    },
    try(var.availability.status, null) == null ? {} : {
      SEALWARD_STATUS_CONTRACT = var.availability.status.contract
      SEALWARD_STATUS_ADDRESS  = var.availability.status.address
    },
    try(var.availability.alerts.webhook, null) == null ? {} : { SEALWARD_ALERTS_WEBHOOK = var.availability.alerts.webhook },
    try(var.availability.alerts.mail, null) == null ? {} : { SEALWARD_ALERTS_MAIL = var.availability.alerts.mail },
    try(var.availability.mail, null) == null ? {} : {
      SEALWARD_MAIL_SMTP = "${var.availability.mail.port == 465 ? "smtps" : "smtp"}://${var.availability.mail.server}:${var.availability.mail.port}"
      SEALWARD_MAIL_FROM = var.availability.mail.from
    },
    try(var.availability.mail.user, null) == null ? {} : { SEALWARD_MAIL_USER = var.availability.mail.user },
    var.key_log == null ? {} : {
      SEALWARD_KEY_LOG_KEY    = var.key_log.key_arn
      SEALWARD_KEY_LOG_ORIGIN = var.key_log.origin
      SEALWARD_WITNESS_QUORUM = tostring(var.key_log.quorum)
    },
    try(var.key_log.witnesses, null) == null ? {} : { SEALWARD_WITNESS_ADDRESSES = var.key_log.witnesses },
    var.security == null ? {} : {
      SEALWARD_SECURITY_CONTACT = var.security.contact
      SEALWARD_SECURITY_EXPIRES = var.security.expires
  })

  # Which variable is which part of which secret.
  secrets = merge({
    SEALWARD_DB_USER                        = ["database", "user"]
    SEALWARD_DB_PASSWORD                    = ["database", "password"]
    SEALWARD_DB_MIGRATION_USER              = ["database", "migration_user"]
    SEALWARD_DB_MIGRATION_PASSWORD          = ["database", "migration_password"]
    SEALWARD_KEY_VAULT_CANARY_USERNAME      = ["canary", "username"]
    SEALWARD_KEY_VAULT_CANARY_PASSWORD      = ["canary", "password"]
    MICRONAUT_SERVER_SSL_KEY_STORE_PATH     = ["tls", "key_store"]
    MICRONAUT_SERVER_SSL_KEY_STORE_PASSWORD = ["tls", "password"]
    },
    var.push_webhook == null ? {} : { SEALWARD_PUSH_SECRET = ["push", "secret"] },
    try(var.availability.status.subscriptions, false) ? { SEALWARD_STATUS_SECRET = ["notices", "status"] } : {},
    try(var.availability.alerts.webhook, null) == null ? {} : { SEALWARD_ALERTS_WEBHOOK_SECRET = ["notices", "webhook"] },
    try(var.availability.alerts.slack, false) ? { SEALWARD_ALERTS_SLACK = ["notices", "slack"] } : {},
  try(var.availability.mail.user, null) == null ? {} : { SEALWARD_MAIL_PASSWORD = ["notices", "mail"] })
}

# Images of the service. -------------------------------------------------------------------------

resource "aws_kms_key" "service" {
  description             = "Container images and secrets of the service at rest"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = templatefile("${local.policies}/store-key.json", {
    account_id = var.account_id
    services   = jsonencode(["ecr.${var.region}.amazonaws.com", "secretsmanager.${var.region}.amazonaws.com"])
  })
}

resource "aws_ecr_repository" "service" {
  name                 = var.name
  image_tag_mutability = "IMMUTABLE"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.service.arn
  }

  image_scanning_configuration {
    scan_on_push = true
  }
}

# Secrets: Terraform makes the places, people put in what belongs there (docs/deploy.md), so that no
# value is in a state.
resource "aws_secretsmanager_secret" "service" {
  for_each = {
    database = "The service's and the migration's role in PostgreSQL: user, password, migration_user, migration_password"
    tls      = "The tasks' certificate: key_store (base64: and a PKCS #12 file in base64), password"
    canary   = "The user whose item shows that the key vault is closed: username, password"
    push     = "What the gateway for pushes knows the service by: secret"
    notices  = "What the service tells others by: webhook (its secret), slack (the address), mail (the password), status (of which codes are made)"
  }
  name                    = "${var.name}/${each.key}"
  description             = each.value
  kms_key_id              = aws_kms_key.service.arn
  recovery_window_in_days = 30
}

# The task. --------------------------------------------------------------------------------------

resource "aws_cloudwatch_log_group" "service" {
  name              = local.log_group
  retention_in_days = var.log_days
  kms_key_id        = var.logs_key_arn
}

resource "aws_ecs_cluster" "main" {
  name = var.name

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_task_definition" "service" {
  family                   = "${var.name}-service"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.size.cpu
  memory                   = var.size.memory
  task_role_arn            = local.role_arn
  execution_role_arn       = aws_iam_role.start.arn

  runtime_platform {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }

  # The only place that the container can write to. Fargate has no tmpfs; the folder belongs to the
  # container's user because the image declares it as a volume of that user.
  volume {
    name = "tmp"
  }

  container_definitions = jsonencode([{
    name                   = local.container
    image                  = var.image
    essential              = true
    user                   = "${local.user}:${local.user}"
    readonlyRootFilesystem = true
    stopTimeout            = 30
    portMappings           = [for port in [local.api_port, local.management_port] : { containerPort = port, hostPort = port, protocol = "tcp" }]
    mountPoints            = [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }]
    volumesFrom            = []
    systemControls         = []
    linuxParameters        = { initProcessEnabled = false, capabilities = { drop = ["ALL"], add = [] } }
    ulimits                = [{ name = "nofile", softLimit = 65536, hardLimit = 65536 }]
    environment            = [for name, value in local.settings : { name = name, value = value }]
    secrets = [for name, place in local.secrets : {
      name      = name
      valueFrom = "${aws_secretsmanager_secret.service[place[0]].arn}:${place[1]}::"
    }]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.service.name
        awslogs-region        = var.region
        awslogs-stream-prefix = "task"
        mode                  = "non-blocking"
        max-buffer-size       = "8m"
      }
    }
  }])
}

resource "aws_ecs_service" "service" {
  count                             = var.serving ? 1 : 0
  name                              = local.service
  cluster                           = aws_ecs_cluster.main.id
  task_definition                   = aws_ecs_task_definition.service.arn
  desired_count                     = var.tasks.least
  launch_type                       = "FARGATE"
  platform_version                  = "1.4.0"
  enable_execute_command            = false
  health_check_grace_period_seconds = 120
  propagate_tags                    = "SERVICE"

  deployment_controller {
    type = "CODE_DEPLOY"
  }

  network_configuration {
    subnets          = var.network.private_subnet_ids
    security_groups  = [var.network.security_groups.service]
    assign_public_ip = false
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.service["blue"].arn
    container_name   = local.container
    container_port   = local.api_port
  }

  # Deployments and autoscaling change these.
  lifecycle {
    ignore_changes = [desired_count, load_balancer, task_definition]
  }

  depends_on = [aws_lb_listener.https]
}

# As many as the load needs. ---------------------------------------------------------------------

resource "aws_appautoscaling_target" "service" {
  count              = var.serving && !var.on_moto ? 1 : 0
  service_namespace  = "ecs"
  resource_id        = "service/${aws_ecs_cluster.main.name}/${aws_ecs_service.service[0].name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = var.tasks.least
  max_capacity       = var.tasks.most
}

resource "aws_appautoscaling_policy" "processor" {
  count              = length(aws_appautoscaling_target.service)
  name               = "${var.name}-processor"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.service[0].service_namespace
  resource_id        = aws_appautoscaling_target.service[0].resource_id
  scalable_dimension = aws_appautoscaling_target.service[0].scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = 60
    scale_out_cooldown = 60
    scale_in_cooldown  = 600

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}
