mock_provider "aws" {
  override_resource {
    target          = aws_iam_role.operator
    values          = { id = "sealward-operator" }
    override_during = plan
  }

  override_resource {
    target          = aws_kms_key.watch
    values          = { arn = "arn:aws:kms:eu-central-1:111122223333:key/acacacac-2222-4333-8444-555555555555" }
    override_during = plan
  }

  override_resource {
    target          = aws_sns_topic.alarms
    values          = { arn = "arn:aws:sns:eu-central-1:111122223333:sealward-alarms" }
    override_during = plan
  }
}

mock_provider "aws" {
  alias = "prober"

  override_resource {
    target          = aws_ecs_cluster.prober
    values          = { arn = "arn:aws:ecs:eu-west-1:111122223333:cluster/sealward-prober" }
    override_during = plan
  }

  override_resource {
    target          = aws_secretsmanager_secret.prober
    values          = { arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:sealward/prober-AbCdEf" }
    override_during = plan
  }

  override_resource {
    target          = aws_cloudwatch_log_group.prober
    values          = { arn = "arn:aws:logs:eu-west-1:111122223333:log-group:/sealward/prober" }
    override_during = plan
  }
}

variables {
  name           = "sealward"
  account_id     = "111122223333"
  region         = "eu-central-1"
  operators      = ["arn:aws:iam::111122223333:user/ada", "arn:aws:iam::111122223333:role/people-on-call"]
  mail_addresses = ["on-call@sealward.example"]
  service = {
    cluster_name  = "sealward"
    service_name  = "sealward-service"
    log_group_arn = "arn:aws:logs:eu-central-1:111122223333:log-group:/sealward/service"
    balancer = {
      arn_suffix          = "app/sealward/1"
      target_arn_suffixes = { blue = "targetgroup/blue/1", green = "targetgroup/green/1" }
    }
  }
  prober = {
    region  = "eu-west-1"
    image   = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/prober@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    address = "https://api.sealward.example"
  }
  database        = { cluster_identifier = "sealward-database" }
  certificate_arn = "arn:aws:acm:eu-central-1:111122223333:certificate/1"
  guarded = {
    objects_bucket_arn = "arn:aws:s3:::objects"
    private_table_arn  = "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-private-bundles"
    public_table_arn   = "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-public-bundles"
  }
}

run "monitoring" {
  command = plan

  module {
    source = "../modules/monitoring"
  }

  assert {
    condition = toset(keys(aws_cloudwatch_metric_alarm.watched)) == toset([
      "database-busy", "database-connections", "database-standby-behind",
      "errors-in-logs", "errors-of-the-balancer", "errors-of-the-service", "slow",
      "not-ready-blue", "not-ready-green", "tasks-at-their-limit",
      "private-bundles-throttled", "public-bundles-throttled",
    ])
    error_message = "Service, database and tables are watched."
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.watched : alarm.alarm_actions == toset(["arn:aws:sns:eu-central-1:111122223333:sealward-alarms"])])
    error_message = "Every alarm is sent."
  }

  assert {
    condition     = toset(output.rollback_alarms) == toset([for name in ["errors-in-logs", "errors-of-the-balancer", "errors-of-the-service", "slow"] : aws_cloudwatch_metric_alarm.watched[name].alarm_name])
    error_message = "Errors and slowness take back a deployment."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.watched["errors-of-the-service"].metric_name == "HTTPCode_Target_5XX_Count" && aws_cloudwatch_metric_alarm.watched["errors-of-the-service"].dimensions == tomap({ LoadBalancer = "app/sealward/1" }) && aws_cloudwatch_metric_alarm.watched["errors-of-the-service"].threshold == 10
    error_message = "Answers of 5xx raise an alarm."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.watched["slow"].extended_statistic == "p99" && aws_cloudwatch_metric_alarm.watched["slow"].threshold == 5
    error_message = "Slow answers raise an alarm."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.watched["not-ready-green"].dimensions == tomap({ LoadBalancer = "app/sealward/1", TargetGroup = "targetgroup/green/1" }) && aws_cloudwatch_metric_alarm.watched["not-ready-green"].threshold == 0
    error_message = "A task that is not ready raises an alarm: so does a key vault that is open."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.watched["private-bundles-throttled"].dimensions == tomap({ TableName = "sealward-private-bundles" })
    error_message = "Refused reads of private bundles raise an alarm."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.errors.log_group_name == "/sealward/service" && aws_cloudwatch_log_metric_filter.errors.pattern == "{ $.level = \"ERROR\" }"
    error_message = "Errors in the service's log are counted."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.certificate.threshold == 21 && aws_cloudwatch_metric_alarm.certificate.comparison_operator == "LessThanThreshold" && aws_cloudwatch_metric_alarm.certificate.dimensions == tomap({ CertificateArn = "arn:aws:acm:eu-central-1:111122223333:certificate/1" })
    error_message = "A certificate that ends raises an alarm three weeks before."
  }

  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id == "arn:aws:kms:eu-central-1:111122223333:key/acacacac-2222-4333-8444-555555555555" && aws_kms_key.watch.enable_key_rotation
    error_message = "Alarms are encrypted."
  }

  assert {
    condition = jsonencode([for s in jsondecode(aws_kms_key.watch.policy).Statement : [s.Sid, s.Principal, s.Action, try(s.Condition, null)] if s.Sid != "AccountAdministersTheKey"]) == jsonencode([
      ["LogsOfThisAccount", { Service = "logs.eu-central-1.amazonaws.com" }, ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"], { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws:logs:eu-central-1:111122223333:*" } }],
      ["TrailsOfThisAccount", { Service = "cloudtrail.amazonaws.com" }, "kms:GenerateDataKey", { ArnLike = { "aws:SourceArn" = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/*", "kms:EncryptionContext:aws:cloudtrail:arn" = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/*" } }],
      ["TrailsLookAtTheKey", { Service = "cloudtrail.amazonaws.com" }, "kms:DescribeKey", { ArnLike = { "aws:SourceArn" = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/*" } }],
      ["AlarmsOfThisAccount", { Service = "cloudwatch.amazonaws.com" }, ["kms:Decrypt", "kms:GenerateDataKey"], { StringEquals = { "aws:SourceAccount" = "111122223333" } }],
      ["EventsIntoTheTopicOfAlarms", { Service = "events.amazonaws.com" }, ["kms:Decrypt", "kms:GenerateDataKey"], null],
    ])
    error_message = "The key is used by logs, trails, alarms and events, each as far as it must."
  }

  assert {
    condition     = jsonencode([for s in jsondecode(aws_sns_topic_policy.alarms.policy).Statement : [s.Principal, s.Action, s.Resource] if s.Effect == "Allow"]) == jsonencode([for service in ["cloudwatch", "events"] : [{ Service = "${service}.amazonaws.com" }, "sns:Publish", "arn:aws:sns:eu-central-1:111122223333:sealward-alarms"]])
    error_message = "Alarms, and events of backups, are what is sent."
  }

  assert {
    condition     = contains([for s in jsondecode(aws_sns_topic_policy.alarms.policy).Statement : jsonencode([s.Effect, try(s.Condition, null)])], jsonencode(["Deny", { Bool = { "aws:SecureTransport" = "false" } }]))
    error_message = "Alarms are sent with TLS."
  }

  assert {
    condition     = keys(aws_sns_topic_subscription.mail) == ["on-call@sealward.example"]
    error_message = "Somebody hears of alarms."
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.main.dashboard_body).widgets) == 6 && jsondecode(aws_cloudwatch_dashboard.main.dashboard_body).widgets[0].properties.metrics[0] == ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "app/sealward/1"]
    error_message = "The dashboard shows requests, latency, connections, tasks and the database."
  }

  # Operators.

  assert {
    condition     = jsonencode([for s in jsondecode(aws_iam_role.operator[0].assume_role_policy).Statement : [s.Effect, s.Principal, try(s.Condition, null)]]) == jsonencode([["Allow", { AWS = ["arn:aws:iam::111122223333:user/ada"] }, { Bool = { "aws:MultiFactorAuthPresent" = "true" } }], ["Allow", { AWS = ["arn:aws:iam::111122223333:role/people-on-call"] }, null]])
    error_message = "Operators are named, and those who are users come with a second factor."
  }

  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.operator[0].policy).Statement : jsonencode([s.Effect, s.Action, s.Resource]) if s.Sid == "NeverBundles"]) == jsonencode(["Deny", "dynamodb:*", ["arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-private-bundles", "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-private-bundles/*", "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-public-bundles", "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-public-bundles/*"]])
    error_message = "Operators are denied the tables of bundles."
  }

  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.operator[0].policy).Statement : jsonencode([s.Effect, s.Action, s.Resource]) if s.Sid == "NeverAKey"]) == jsonencode(["Deny", "kms:*", "*"])
    error_message = "Operators are denied every key."
  }

  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.operator[0].policy).Statement : jsonencode([s.Effect, s.Action, s.Resource]) if s.Sid == "NeverObjects"]) == jsonencode(["Deny", "s3:*", ["arn:aws:s3:::objects", "arn:aws:s3:::objects/*"]])
    error_message = "Operators are denied objects."
  }

  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.operator[0].policy).Statement : jsonencode([s.Effect, s.Action, s.Resource]) if s.Sid == "NeverSecretsUsersOrTheDatabase"]) == jsonencode(["Deny", ["cognito-identity:*", "cognito-idp:*", "rds-data:*", "rds-db:*", "secretsmanager:*"], "*"])
    error_message = "Operators are denied secrets, users and the database."
  }

  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.operator[0].policy).Statement : jsonencode([s.Effect, s.Action, s.Resource]) if s.Sid == "NeverIntoATaskOrAnotherRole"]) == jsonencode(["Deny", ["ecs:ExecuteCommand", "ecs:RunTask", "ecs:StartTask", "iam:PassRole", "sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"], "*"])
    error_message = "Operators get into no task and no other role."
  }

  assert {
    condition     = alltrue([for action in flatten([for s in jsondecode(aws_iam_role_policy.operator[0].policy).Statement : s.Action if s.Effect == "Allow"]) : can(regex("^(backup|cloudwatch|codedeploy|ecs|elasticloadbalancing|logs|rds):(BatchGet|Describe|FilterLogEvents|Get|List|StartQuery|StopQuery)", action))])
    error_message = "Operators look, and change nothing."
  }

  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.operator[0].policy).Statement : s.Resource if s.Sid == "ReadsTheLogsOfTheService"]) == ["arn:aws:logs:eu-central-1:111122223333:log-group:/sealward/service", "arn:aws:logs:eu-central-1:111122223333:log-group:/sealward/service:*"]
    error_message = "Operators read the service's log alone."
  }

  assert {
    condition     = jsonencode(jsondecode(aws_iam_role_policy.operator_eu_only[0].policy)) == jsonencode(jsondecode(file("../policies/eu-regions.json"))) && aws_iam_role_policy.operator_eu_only[0].role == "sealward-operator" && aws_iam_role_policy.operator[0].role == "sealward-operator"
    error_message = "Operators are denied everything outside the EU."
  }

  # The prober.

  assert {
    condition     = aws_scheduler_schedule.prober["prober"].schedule_expression == "rate(1 minute)" && aws_scheduler_schedule.prober["prober"].target[0].ecs_parameters[0].launch_type == "FARGATE"
    error_message = "The prober runs once a minute."
  }

  assert {
    condition     = aws_subnet.prober["prober"].availability_zone == "eu-west-1a"
    error_message = "The prober stands in the other region."
  }

  assert {
    condition     = aws_vpc_security_group_egress_rule.prober["prober"].from_port == 443 && aws_vpc_security_group_egress_rule.prober["prober"].to_port == 443
    error_message = "The prober speaks TLS, and nobody reaches it."
  }

  assert {
    condition     = jsonencode([for s in jsondecode(aws_iam_role_policy.prober["prober"].policy).Statement : [s.Effect, s.Action, s.Condition]]) == jsonencode([["Allow", "cloudwatch:PutMetricData", { StringEquals = { "cloudwatch:namespace" = "Sealward/Prober" } }]])
    error_message = "The prober writes its own figures and may do nothing else."
  }

  assert {
    condition     = length(aws_default_security_group.prober["prober"].ingress) == 0 && length(aws_default_security_group.prober["prober"].egress) == 0
    error_message = "The default group of the prober's network is closed."
  }
}

run "withoutOperatorsAndProber_thereIsNothingOfThem" {
  command = plan

  module {
    source = "../modules/monitoring"
  }

  variables {
    operators = []
    prober    = null
  }

  assert {
    condition     = length(aws_iam_role.operator) == 0 && length(aws_iam_role_policy.operator) == 0 && length(aws_ecs_task_definition.prober) == 0 && length(aws_iam_role.prober) == 0
    error_message = "Without operators there is no role of theirs, and without a prober nothing of it."
  }
}

run "operatorsByWildcard_andAProberOutsideTheEu_areRefused" {
  command = plan

  module {
    source = "../modules/monitoring"
  }

  variables {
    operators = ["arn:aws:iam::111122223333:role/*"]
    prober = {
      region  = "us-east-1"
      image   = "prober@sha256:0000000000000000000000000000000000000000000000000000000000000000"
      address = "https://api.sealward.example"
    }
  }

  expect_failures = [var.operators, var.prober]
}

run "operatorsByAccount_andAProberInTheSameRegion_areRefused" {
  command = plan

  module {
    source = "../modules/monitoring"
  }

  variables {
    operators = ["arn:aws:iam::111122223333:root"]
    prober = {
      region  = "eu-central-1"
      image   = "prober@sha256:0000000000000000000000000000000000000000000000000000000000000000"
      address = "https://api.sealward.example"
    }
  }

  expect_failures = [var.operators, var.prober]
}
