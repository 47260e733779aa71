mock_provider "aws" {
  override_resource {
    target          = aws_kms_key.service
    values          = { arn = "arn:aws:kms:eu-central-1:111122223333:key/ffffffff-2222-4333-8444-555555555555" }
    override_during = plan
  }

  override_resource {
    target          = aws_secretsmanager_secret.service
    values          = { arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:sealward/secret-AbCdEf" }
    override_during = plan
  }

  override_resource {
    target          = aws_iam_role.start
    values          = { arn = "arn:aws:iam::111122223333:role/sealward-start-tasks", id = "sealward-start-tasks" }
    override_during = plan
  }

  override_resource {
    target          = aws_iam_role.deploy
    values          = { arn = "arn:aws:iam::111122223333:role/sealward-deploy" }
    override_during = plan
  }

  override_resource {
    target          = aws_ecr_repository.service
    values          = { arn = "arn:aws:ecr:eu-central-1:111122223333:repository/sealward" }
    override_during = plan
  }

  override_resource {
    target          = aws_ecs_cluster.main
    values          = { id = "arn:aws:ecs:eu-central-1:111122223333:cluster/sealward" }
    override_during = plan
  }

  override_resource {
    target          = aws_lb.service
    values          = { arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/sealward/1" }
    override_during = plan
  }

  override_resource {
    target          = aws_lb_target_group.service
    values          = { arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/sealward/1" }
    override_during = plan
  }

  override_resource {
    target          = aws_lb_listener.https
    values          = { arn = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/sealward/1/2" }
    override_during = plan
  }

  override_resource {
    target          = aws_wafv2_web_acl.service
    values          = { arn = "arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/sealward/1" }
    override_during = plan
  }
}

variables {
  name       = "sealward"
  account_id = "111122223333"
  region     = "eu-central-1"
  image      = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/sealward@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  role_name  = "sealward-service"
  identity = {
    region           = "eu-central-1"
    user_pool_id     = "eu-central-1_AbCdEfGhI"
    client_id        = "client"
    identity_pool_id = "eu-central-1:11111111-2222-4333-8444-555555555555"
    issuer           = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI"
  }
  keyvault = {
    private_table_name = "sealward-private-bundles"
    private_table_arn  = "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-private-bundles"
    private_key_arn    = "arn:aws:kms:eu-central-1:111122223333:key/aaaaaaaa-2222-4333-8444-555555555555"
    public_table_name  = "sealward-public-bundles"
    public_table_arn   = "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-public-bundles"
    public_key_arn     = "arn:aws:kms:eu-central-1:111122223333:key/bbbbbbbb-2222-4333-8444-555555555555"
  }
  objects = {
    bucket     = "objects"
    bucket_arn = "arn:aws:s3:::objects"
    key_arn    = "arn:aws:kms:eu-central-1:111122223333:key/eeeeeeee-2222-4333-8444-555555555555"
  }
  network = {
    vpc_id             = "vpc-main"
    public_subnet_ids  = ["subnet-public-a", "subnet-public-b"]
    public_cidrs       = ["10.20.0.0/24", "10.20.1.0/24"]
    private_subnet_ids = ["subnet-private-a", "subnet-private-b"]
    security_groups    = { balancer = "sg-balancer", service = "sg-service" }
  }
  jdbc_url        = "jdbc:postgresql://database:5432/sealward?sslmode=verify-full"
  certificate_arn = "arn:aws:acm:eu-central-1:111122223333:certificate/1"
  rollback_alarms = ["sealward-slow", "sealward-errors-of-the-service"]
  push_webhook    = "https://push.sealward.example/sealward"
  availability = {
    probers   = "sofia AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    contracts = ["{\"id\":\"one\"}", "{\"id\":\"two\"}"]
    status    = { contract = "one", address = "https://api.sealward.example", subscriptions = true }
    alerts    = { webhook = "https://calls.sealward.example/alerts", slack = true, mail = "on-call@sealward.example" }
    mail      = { server = "mail.sealward.example", port = 465, from = "Sealward <status@sealward.example>", user = "sealward" }
  }
  key_log = {
    key_arn   = "arn:aws:kms:eu-central-1:111122223333:key/abababab-2222-4333-8444-555555555555"
    origin    = "api.sealward.example/v1/logs/keys"
    witnesses = "w1.example+11111111+BAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB https://w1.example"
    quorum    = 1
  }
  security     = { contact = "mailto:security@sealward.example", expires = "2027-06-30T00:00:00Z" }
  settings     = { SEALWARD_LIMITS_USER_REQUESTS = "2400" }
  logs_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/acacacac-2222-4333-8444-555555555555"
}

run "service" {
  command = plan

  module {
    source = "../modules/service"
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.service.container_definitions)[0].user == "65532:65532"
    error_message = "The service runs as a user without rights (65532), the image's own."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.service.container_definitions)[0].readonlyRootFilesystem == true
    error_message = "The service cannot write to its own files."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.service.container_definitions)[0].mountPoints == [{ sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }] && one(aws_ecs_task_definition.service.volume).name == "tmp" && one(aws_ecs_task_definition.service.volume).host_path == null
    error_message = "Temporary files, and the native library that is unpacked there, lie in a volume of the task."
  }

  assert {
    condition     = jsonencode(jsondecode(aws_ecs_task_definition.service.container_definitions)[0].linuxParameters.capabilities) == jsonencode({ add = [], drop = ["ALL"] })
    error_message = "The service has no capability of Linux."
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.service.container_definitions)[0].stopTimeout == 30
    error_message = "A task has 30 seconds to end in order."
  }

  assert {
    condition     = [for port in jsondecode(aws_ecs_task_definition.service.container_definitions)[0].portMappings : port.containerPort] == [8080, 8081]
    error_message = "Ports are the image's: 8080 for the API, 8081 for health."
  }

  assert {
    condition     = aws_ecs_task_definition.service.task_role_arn == "arn:aws:iam::111122223333:role/sealward-service" && aws_ecs_task_definition.service.execution_role_arn == "arn:aws:iam::111122223333:role/sealward-start-tasks"
    error_message = "The service's role is not the one that reads its secrets."
  }

  assert {
    condition = { for v in jsondecode(aws_ecs_task_definition.service.container_definitions)[0].environment : v.name => v.value } == {
      MICRONAUT_SERVER_SSL_ENABLED        = "true"
      MICRONAUT_SERVER_SSL_KEY_STORE_TYPE = "PKCS12"
      MICRONAUT_SERVER_SSL_PORT           = "8080"
      SEALWARD_COGNITO_CLIENT_ID          = "client"
      SEALWARD_COGNITO_IDENTITY_POOL_ID   = "eu-central-1:11111111-2222-4333-8444-555555555555"
      SEALWARD_COGNITO_ISSUER             = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI"
      SEALWARD_COGNITO_JWKS_URI           = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI/.well-known/jwks.json"
      SEALWARD_COGNITO_REGION             = "eu-central-1"
      SEALWARD_COGNITO_USER_POOL_ID       = "eu-central-1_AbCdEfGhI"
      SEALWARD_DB_URL                     = "jdbc:postgresql://database:5432/sealward?sslmode=verify-full"
      SEALWARD_ALERTS_MAIL                = "on-call@sealward.example"
      SEALWARD_ALERTS_WEBHOOK             = "https://calls.sealward.example/alerts"
      SEALWARD_AVAILABILITY_CONTRACTS     = "{\"id\":\"one\"}\n{\"id\":\"two\"}"
      SEALWARD_AVAILABILITY_PROBERS       = "sofia AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      SEALWARD_HOST                       = "0.0.0.0"
      SEALWARD_MAIL_FROM                  = "Sealward <status@sealward.example>"
      SEALWARD_MAIL_SMTP                  = "smtps://mail.sealward.example:465"
      SEALWARD_MAIL_USER                  = "sealward"
      SEALWARD_STATUS_ADDRESS             = "https://api.sealward.example"
      SEALWARD_STATUS_CONTRACT            = "one"
      SEALWARD_KEY_LOG_KEY                = "arn:aws:kms:eu-central-1:111122223333:key/abababab-2222-4333-8444-555555555555"
      SEALWARD_KEY_LOG_ORIGIN             = "api.sealward.example/v1/logs/keys"
      SEALWARD_KEY_VAULT_KEY              = "arn:aws:kms:eu-central-1:111122223333:key/aaaaaaaa-2222-4333-8444-555555555555"
      SEALWARD_KEY_VAULT_TABLE            = "sealward-private-bundles"
      SEALWARD_LIMITS_TRUSTED_PROXIES     = "10.20.0.0/24,10.20.1.0/24"
      SEALWARD_LIMITS_USER_REQUESTS       = "2400"
      SEALWARD_MANAGEMENT_PORT            = "8081"
      SEALWARD_OBJECTS_BUCKET             = "objects"
      SEALWARD_OBJECTS_REGION             = "eu-central-1"
      SEALWARD_PORT                       = "8080"
      SEALWARD_PUBLIC_BUNDLES_KEY         = "arn:aws:kms:eu-central-1:111122223333:key/bbbbbbbb-2222-4333-8444-555555555555"
      SEALWARD_PUBLIC_BUNDLES_TABLE       = "sealward-public-bundles"
      SEALWARD_PUSH_WEBHOOK               = "https://push.sealward.example/sealward"
      SEALWARD_SECURITY_CONTACT           = "mailto:security@sealward.example"
      SEALWARD_SECURITY_EXPIRES           = "2027-06-30T00:00:00Z"
      SEALWARD_WITNESS_ADDRESSES          = "w1.example+11111111+BAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB https://w1.example"
      SEALWARD_WITNESS_QUORUM             = "1"
    }
    error_message = "The service gets its settings, TLS among them, and no secret."
  }

  assert {
    condition = { for s in jsondecode(aws_ecs_task_definition.service.container_definitions)[0].secrets : s.name => reverse(split(":", s.valueFrom))[2] } == {
      MICRONAUT_SERVER_SSL_KEY_STORE_PASSWORD = "password"
      MICRONAUT_SERVER_SSL_KEY_STORE_PATH     = "key_store"
      SEALWARD_ALERTS_SLACK                   = "slack"
      SEALWARD_ALERTS_WEBHOOK_SECRET          = "webhook"
      SEALWARD_MAIL_PASSWORD                  = "mail"
      SEALWARD_STATUS_SECRET                  = "status"
      SEALWARD_DB_MIGRATION_PASSWORD          = "migration_password"
      SEALWARD_DB_MIGRATION_USER              = "migration_user"
      SEALWARD_DB_PASSWORD                    = "password"
      SEALWARD_DB_USER                        = "user"
      SEALWARD_KEY_VAULT_CANARY_PASSWORD      = "password"
      SEALWARD_KEY_VAULT_CANARY_USERNAME      = "username"
      SEALWARD_PUSH_SECRET                    = "secret"
    }
    error_message = "Secrets come from Secrets Manager."
  }

  assert {
    condition     = alltrue([for secret in aws_secretsmanager_secret.service : secret.kms_key_id == "arn:aws:kms:eu-central-1:111122223333:key/ffffffff-2222-4333-8444-555555555555"]) && keys(aws_secretsmanager_secret.service) == ["canary", "database", "notices", "push", "tls"]
    error_message = "Secrets rest under a key of ours."
  }

  assert {
    condition     = jsondecode(aws_kms_key.service.policy).Statement[1].Condition.StringEquals["kms:ViaService"] == ["ecr.eu-central-1.amazonaws.com", "secretsmanager.eu-central-1.amazonaws.com"]
    error_message = "That key is used through the images' registry and Secrets Manager alone."
  }

  assert {
    condition     = aws_ecr_repository.service.image_tag_mutability == "IMMUTABLE" && aws_ecr_repository.service.image_scanning_configuration[0].scan_on_push && one(aws_ecr_repository.service.encryption_configuration).kms_key == "arn:aws:kms:eu-central-1:111122223333:key/ffffffff-2222-4333-8444-555555555555"
    error_message = "Images cannot be replaced under their name, are scanned, and rest under a key of ours."
  }

  assert {
    condition     = aws_cloudwatch_log_group.service.kms_key_id == "arn:aws:kms:eu-central-1:111122223333:key/acacacac-2222-4333-8444-555555555555" && aws_cloudwatch_log_group.service.retention_in_days == 90
    error_message = "The service's log is encrypted and kept for 90 days."
  }

  # The service.

  assert {
    condition     = aws_ecs_service.service[0].launch_type == "FARGATE" && aws_ecs_service.service[0].network_configuration[0].assign_public_ip == false && aws_ecs_service.service[0].network_configuration[0].subnets == toset(["subnet-private-a", "subnet-private-b"]) && aws_ecs_service.service[0].network_configuration[0].security_groups == toset(["sg-service"])
    error_message = "Tasks stand in private subnets."
  }

  assert {
    condition     = aws_ecs_service.service[0].enable_execute_command == false
    error_message = "Nobody gets a shell in a task."
  }

  assert {
    condition     = aws_appautoscaling_target.service[0].min_capacity == 2 && aws_appautoscaling_target.service[0].max_capacity == 8 && aws_appautoscaling_policy.processor[0].target_tracking_scaling_policy_configuration[0].target_value == 60
    error_message = "There are as many tasks as the load needs, two at least."
  }

  assert {
    condition     = aws_ecs_service.service[0].deployment_controller[0].type == "CODE_DEPLOY" && aws_codedeploy_deployment_group.service[0].deployment_style[0].deployment_type == "BLUE_GREEN" && aws_codedeploy_deployment_group.service[0].deployment_config_name == "CodeDeployDefault.ECSCanary10Percent5Minutes"
    error_message = "A new version starts beside the old one and gets a tenth of the requests first."
  }

  assert {
    condition     = aws_codedeploy_deployment_group.service[0].alarm_configuration[0].enabled && aws_codedeploy_deployment_group.service[0].alarm_configuration[0].alarms == toset(["sealward-errors-of-the-service", "sealward-slow"]) && aws_codedeploy_deployment_group.service[0].alarm_configuration[0].ignore_poll_alarm_failure == false
    error_message = "Alarms stop a deployment."
  }

  assert {
    condition     = aws_codedeploy_deployment_group.service[0].auto_rollback_configuration[0].enabled && aws_codedeploy_deployment_group.service[0].auto_rollback_configuration[0].events == toset(["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"])
    error_message = "A deployment that fails or is stopped is taken back by itself."
  }

  assert {
    condition     = aws_codedeploy_deployment_group.service[0].blue_green_deployment_config[0].terminate_blue_instances_on_deployment_success[0].termination_wait_time_in_minutes == 30
    error_message = "The old version stays for half an hour to go back to."
  }

  # The balancer and the firewall.

  assert {
    condition     = aws_lb_listener.https.protocol == "HTTPS" && aws_lb_listener.https.port == 443 && aws_lb_listener.https.ssl_policy == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    error_message = "Clients come over TLS 1.2 or 1.3."
  }

  assert {
    condition     = alltrue([for group in aws_lb_target_group.service : group.protocol == "HTTPS" && group.protocol_version == "HTTP1" && group.port == 8080 && group.target_type == "ip"])
    error_message = "The balancer speaks TLS to tasks too."
  }

  assert {
    condition     = alltrue([for group in aws_lb_target_group.service : group.health_check[0].path == "/health/readiness" && group.health_check[0].port == "8081" && group.health_check[0].matcher == "200"])
    error_message = "Requests go to tasks that say they are ready."
  }

  assert {
    condition     = alltrue([for group in aws_lb_target_group.service : group.health_check[0].protocol == "HTTP" && group.health_check[0].interval == 30 && group.health_check[0].unhealthy_threshold == 10 && group.health_check[0].healthy_threshold == 2 && group.health_check[0].timeout == 5])
    error_message = "A task is given up after five minutes, not at the failover of a database."
  }

  assert {
    condition     = alltrue([for group in aws_lb_target_group.service : group.deregistration_delay == "30"])
    error_message = "A task that ends has 30 seconds for the requests that it has."
  }

  assert {
    condition     = aws_lb.service.drop_invalid_header_fields && aws_lb.service.desync_mitigation_mode == "strictest"
    error_message = "Ambiguous requests are refused."
  }

  assert {
    condition     = aws_lb.service.enable_deletion_protection
    error_message = "The balancer is not deleted by mistake."
  }

  assert {
    condition     = aws_lb.service.idle_timeout == 55
    error_message = "The balancer gives up an idle connection before the service does."
  }

  assert {
    condition     = alltrue([for log in aws_lb.service.access_logs : log.enabled != true])
    error_message = "No log has addresses of people."
  }

  assert {
    condition     = startswith(aws_lb_listener.https.routing_http_response_strict_transport_security_header_value, "max-age=63072000")
    error_message = "Browsers are told to come over TLS alone."
  }

  assert {
    condition     = aws_wafv2_web_acl_association.service.resource_arn == "arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/sealward/1" && aws_wafv2_web_acl_association.service.web_acl_arn == "arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/sealward/1"
    error_message = "The firewall stands in front of the balancer."
  }

  assert {
    condition     = one([for rule in aws_wafv2_web_acl.service.rule : rule.statement[0].rate_based_statement[0].limit if rule.name == "too-many-requests" && try(length(rule.action[0].block), 0) == 1]) == 30000
    error_message = "The firewall refuses an address that asks too much."
  }

  assert {
    condition     = toset([for rule in aws_wafv2_web_acl.service.rule : rule.name if length(rule.override_action) == 1 && try(length(rule.override_action[0].none), 0) == 1]) == toset(["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet"])
    error_message = "The firewall refuses known attackers and known attacks."
  }

  assert {
    condition     = alltrue([for rule in aws_wafv2_web_acl.service.rule : rule.visibility_config[0].sampled_requests_enabled == false]) && aws_wafv2_web_acl.service.visibility_config[0].sampled_requests_enabled == false
    error_message = "The firewall keeps no sample of requests, which have tokens."
  }

  # Roles.

  assert {
    condition = jsonencode([for s in jsondecode(aws_iam_role_policy.service_objects.policy).Statement : [s.Effect, s.Action, s.Resource, try(s.Condition, null)]]) == jsonencode([
      ["Allow", ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"], "arn:aws:s3:::objects/*", null],
      ["Allow", ["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"], "arn:aws:s3:::objects", null],
      ["Allow", ["kms:Decrypt", "kms:GenerateDataKey"], "arn:aws:kms:eu-central-1:111122223333:key/eeeeeeee-2222-4333-8444-555555555555", { StringEquals = { "kms:ViaService" = "s3.eu-central-1.amazonaws.com" } }],
    ])
    error_message = "The service is allowed the objects in their bucket, and their key through S3 alone."
  }

  assert {
    condition     = aws_iam_role_policy.service_objects.role == "sealward-service"
    error_message = "Objects are the service's."
  }

  assert {
    condition = jsonencode([for s in jsondecode(aws_iam_role_policy.start.policy).Statement : [s.Sid, s.Action, flatten([s.Resource])]]) == jsonencode([
      ["LogInToImages", "ecr:GetAuthorizationToken", ["*"]],
      ["OurImages", ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], ["arn:aws:ecr:eu-central-1:111122223333:repository/sealward"]],
      ["OurLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], ["arn:aws:logs:eu-central-1:111122223333:log-group:/sealward/service:*"]],
      ["OurSecrets", "secretsmanager:GetSecretValue", [for _ in range(5) : "arn:aws:secretsmanager:eu-central-1:111122223333:secret:sealward/secret-AbCdEf"]],
    ])
    error_message = "What starts tasks reads our images and our five secrets, and writes our log."
  }

  assert {
    condition     = jsonencode(jsondecode(aws_iam_role_policy.start_eu_only.policy)) == jsonencode(jsondecode(file("../policies/eu-regions.json"))) && aws_iam_role_policy.start_eu_only.role == "sealward-start-tasks" && aws_iam_role_policy.start.role == "sealward-start-tasks"
    error_message = "What starts tasks is denied everything outside the EU."
  }

  assert {
    condition = jsonencode([for s in jsondecode(aws_iam_role.deploy.assume_role_policy).Statement : [s.Effect, s.Principal, s.Action]]) == jsonencode([["Allow", { Service = "codedeploy.amazonaws.com" }, "sts:AssumeRole"]]) && jsonencode([for s in jsondecode(aws_iam_role_policy.deploy.policy).Statement : [s.Sid, s.Action]]) == jsonencode([
      ["OurTasks", ["ecs:CreateTaskSet", "ecs:DeleteTaskSet", "ecs:DescribeServices", "ecs:UpdateServicePrimaryTaskSet"]],
      ["OurListener", ["elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyRule"]],
      ["SeesHowItGoes", ["cloudwatch:DescribeAlarms", "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTargetGroups"]],
      ["GivesTasksTheirRoles", "iam:PassRole"],
    ])
    error_message = "CodeDeploy, and nobody else, moves requests from old tasks to new ones."
  }

  assert {
    condition     = jsonencode([for s in jsondecode(aws_iam_role_policy.deploy.policy).Statement : [s.Resource, s.Condition] if s.Action == "iam:PassRole"]) == jsonencode([[["arn:aws:iam::111122223333:role/sealward-service", "arn:aws:iam::111122223333:role/sealward-start-tasks"], { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }]])
    error_message = "A deployment gives tasks their two roles and no other."
  }

  assert {
    condition     = toset([for s in jsondecode(aws_iam_role_policy.deploy.policy).Statement : s.Sid if s.Resource == "*"]) == toset(["SeesHowItGoes"])
    error_message = "A deployment changes our tasks and our listener alone."
  }
}

run "standingBy_hasEverythingButTasks" {
  command = plan

  module {
    source = "../modules/service"
  }

  variables {
    serving = false
  }

  assert {
    condition     = length(aws_ecs_service.service) + length(aws_appautoscaling_target.service) + length(aws_codedeploy_deployment_group.service) == 0 && length(aws_secretsmanager_secret.service) == 5
    error_message = "A region that stands by starts no task."
  }
}

run "whatWouldBeUnsafe_isRefused" {
  command = plan

  module {
    source = "../modules/service"
  }

  variables {
    image        = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/sealward:latest"
    jdbc_url     = "jdbc:postgresql://database:5432/sealward?sslmode=require"
    settings     = { SEALWARD_DB_PASSWORD = "secret" }
    push_webhook = "http://push.sealward.example/sealward"
    availability = {
      probers   = ""
      contracts = ["{\n\"id\": \"two\"}"]
      alerts    = { webhook = "http://calls.sealward.example" }
      mail      = { server = "mail.sealward.example", port = 25, from = "status@sealward.example" }
    }
    rollback_alarms = []
    key_log = {
      key_arn = "arn:aws:kms:eu-central-1:444455556666:key/abababab-2222-4333-8444-555555555555"
      origin  = "api.sealward.example/v1/logs/keys"
    }
    security = { contact = "security@sealward.example", expires = "2027-06-30T00:00:00Z" }
  }

  expect_failures = [var.image, var.jdbc_url, var.settings, var.push_webhook, var.availability, var.rollback_alarms, var.key_log, var.security]
}

run "aLogWithoutAName_isRefused" {
  command = plan

  module {
    source = "../modules/service"
  }

  variables {
    key_log = {
      key_arn = "arn:aws:kms:eu-central-1:111122223333:key/abababab-2222-4333-8444-555555555555"
      origin  = "keys of sealward"
    }
    security = { contact = "mailto:security@sealward.example", expires = "next year" }
  }

  expect_failures = [var.key_log, var.security]
}

run "aServiceWithoutLogAndContact_saysNothingOfThem" {
  command = plan

  module {
    source = "../modules/service"
  }

  variables {
    key_log  = null
    security = null
  }

  assert {
    condition     = alltrue([for v in jsondecode(aws_ecs_task_definition.service.container_definitions)[0].environment : !can(regex("KEY_LOG|WITNESS|SECURITY", v.name))])
    error_message = "What is not set is not said to the service."
  }
}
