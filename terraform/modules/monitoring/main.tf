locals {
  topic = "${var.name}-alarms"

  balancer = { LoadBalancer = var.service.balancer.arn_suffix }
  cluster  = { DBClusterIdentifier = var.database.cluster_identifier }
  tables = {
    private = reverse(split("/", var.guarded.private_table_arn))[0]
    public  = reverse(split("/", var.guarded.public_table_arn))[0]
  }

  # What takes back a deployment that is under way. The names stand alone, because the service is made
  # after them and the alarms after the service.
  taking_back = ["errors-in-logs", "errors-of-the-balancer", "errors-of-the-service", "slow"]

  rollback = {
    errors-of-the-service = {
      description = "The service answers with 5xx"
      namespace   = "AWS/ApplicationELB", metric = "HTTPCode_Target_5XX_Count", dimensions = local.balancer
      statistic   = "Sum", minutes = 2, above = 10
    }
    errors-of-the-balancer = {
      description = "The balancer finds nobody who answers"
      namespace   = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count", dimensions = local.balancer
      statistic   = "Sum", minutes = 2, above = 10
    }
    slow = {
      description = "One request of a hundred takes more than five seconds"
      namespace   = "AWS/ApplicationELB", metric = "TargetResponseTime", dimensions = local.balancer
      statistic   = "p99", minutes = 5, above = 5
    }
    errors-in-logs = {
      description = "The service logs errors"
      namespace   = "Sealward/Service", metric = "${var.name}-errors", dimensions = null
      statistic   = "Sum", minutes = 2, above = 20
    }
  }

  watched = merge(local.rollback, {
    for colour, suffix in var.service.balancer.target_arn_suffixes : "not-ready-${colour}" => {
      description = "A task has not been ready for five minutes and is replaced: /health/readiness of its port 8081 says why"
      namespace   = "AWS/ApplicationELB", metric = "UnHealthyHostCount"
      dimensions  = merge(local.balancer, { TargetGroup = suffix })
      statistic   = "Maximum", minutes = 2, above = 0
    }
    }, {
    tasks-at-their-limit = {
      description = "Tasks have used most of their memory"
      namespace   = "AWS/ECS", metric = "MemoryUtilization"
      dimensions  = { ClusterName = var.service.cluster_name, ServiceName = var.service.service_name }
      statistic   = "Average", minutes = 10, above = 90
    }
    database-busy = {
      description = "The database has used most of its processors"
      namespace   = "AWS/RDS", metric = "CPUUtilization", dimensions = local.cluster
      statistic   = "Average", minutes = 15, above = 80
    }
    database-connections = {
      description = "More connections to the database than the tasks together may open"
      namespace   = "AWS/RDS", metric = "DatabaseConnections", dimensions = local.cluster
      statistic   = "Maximum", minutes = 5, above = 300
    }
    database-standby-behind = {
      description = "What would take over is more than five seconds behind"
      namespace   = "AWS/RDS", metric = "AuroraReplicaLagMaximum", dimensions = local.cluster
      statistic   = "Maximum", minutes = 5, above = 5000
    }
    }, {
    for table, name in local.tables : "${table}-bundles-throttled" => {
      description = "DynamoDB refuses reads of ${table} bundles because there are too many"
      namespace   = "AWS/DynamoDB", metric = "ReadThrottleEvents", dimensions = { TableName = name }
      statistic   = "Sum", minutes = 5, above = 0
    }
  })
}

# One key for what watches: logs, the trail, the topic of alarms.
resource "aws_kms_key" "watch" {
  description             = "Logs, the trail of the key vault, alarms"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = templatefile("${path.module}/../../policies/watch-key.json", {
    account_id = var.account_id
    region     = var.region
  })
}

resource "aws_kms_alias" "watch" {
  name          = "alias/${var.name}-watch"
  target_key_id = aws_kms_key.watch.key_id
}

resource "aws_sns_topic" "alarms" {
  name              = local.topic
  kms_master_key_id = aws_kms_key.watch.arn
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AlarmsOfThisAccount"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = "arn:aws:sns:${var.region}:${var.account_id}:${local.topic}"
        Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
      },
      {
        # Without a condition, which EventBridge is not documented to meet for topics.
        Sid       = "EventsOfBackups"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = "arn:aws:sns:${var.region}:${var.account_id}:${local.topic}"
      },
      {
        Sid       = "OnlyWithTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = "arn:aws:sns:${var.region}:${var.account_id}:${local.topic}"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_sns_topic_subscription" "mail" {
  for_each  = toset(var.mail_addresses)
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = each.key
}

resource "aws_cloudwatch_log_metric_filter" "errors" {
  name           = "${var.name}-errors"
  log_group_name = element(split(":", var.service.log_group_arn), 6)
  pattern        = "{ $.level = \"ERROR\" }"

  metric_transformation {
    namespace     = "Sealward/Service"
    name          = "${var.name}-errors"
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_metric_alarm" "watched" {
  for_each            = local.watched
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.description}. See docs/operations.md, Watching."
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  period              = 60
  evaluation_periods  = each.value.minutes
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.above
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_metric_alarm" "certificate" {
  alarm_name          = "${var.name}-certificate-ends"
  alarm_description   = "The balancer's certificate ends in less than three weeks: was its record for validation removed?"
  namespace           = "AWS/CertificateManager"
  metric_name         = "DaysToExpiry"
  dimensions          = { CertificateArn = var.certificate_arn }
  statistic           = "Minimum"
  period              = 86400
  evaluation_periods  = 1
  comparison_operator = "LessThanThreshold"
  threshold           = 21
  treat_missing_data  = "missing"
  alarm_actions       = [aws_sns_topic.alarms.arn]
}

resource "aws_cloudwatch_dashboard" "main" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [
      for index, widget in [
        { title = "Requests", metrics = [["AWS/ApplicationELB", "RequestCount"], [".", "HTTPCode_Target_5XX_Count"], [".", "HTTPCode_ELB_5XX_Count"]], dimensions = local.balancer, stat = "Sum" },
        { title = "Seconds until the answer, 99 of 100", metrics = [["AWS/ApplicationELB", "TargetResponseTime"]], dimensions = local.balancer, stat = "p99" },
        { title = "Open connections", metrics = [["AWS/ApplicationELB", "ActiveConnectionCount"]], dimensions = local.balancer, stat = "Sum" },
        { title = "Tasks: processor and memory, %", metrics = [["AWS/ECS", "CPUUtilization"], [".", "MemoryUtilization"]], dimensions = { ClusterName = var.service.cluster_name, ServiceName = var.service.service_name }, stat = "Average" },
        { title = "Database: processor, %", metrics = [["AWS/RDS", "CPUUtilization"]], dimensions = local.cluster, stat = "Average" },
        { title = "Database: connections", metrics = [["AWS/RDS", "DatabaseConnections"]], dimensions = local.cluster, stat = "Maximum" },
        ] : {
        type   = "metric"
        x      = index % 3 * 8
        y      = floor(index / 3) * 6
        width  = 8
        height = 6
        properties = {
          title   = widget.title
          region  = var.region
          stat    = widget.stat
          period  = 60
          metrics = [for metric in widget.metrics : concat(metric, flatten([for name, value in widget.dimensions : [name, value]]))]
        }
      }
    ]
  })
}
