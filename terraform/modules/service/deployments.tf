# Blue and green: new tasks start beside the old ones, get a tenth of the requests for five minutes,
# then all. An alarm in the meantime takes it back.

resource "aws_codedeploy_app" "service" {
  count            = var.on_moto ? 0 : 1
  name             = "${var.name}-service"
  compute_platform = "ECS"
}

resource "aws_codedeploy_deployment_group" "service" {
  count                  = var.serving && !var.on_moto ? 1 : 0
  app_name               = aws_codedeploy_app.service[0].name
  deployment_group_name  = "${var.name}-service"
  deployment_config_name = "CodeDeployDefault.ECSCanary10Percent5Minutes"
  service_role_arn       = aws_iam_role.deploy.arn

  deployment_style {
    deployment_type   = "BLUE_GREEN"
    deployment_option = "WITH_TRAFFIC_CONTROL"
  }

  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]
  }

  alarm_configuration {
    enabled                   = true
    ignore_poll_alarm_failure = false
    alarms                    = var.rollback_alarms
  }

  blue_green_deployment_config {
    deployment_ready_option {
      action_on_timeout = "CONTINUE_DEPLOYMENT"
    }

    terminate_blue_instances_on_deployment_success {
      action                           = "TERMINATE"
      termination_wait_time_in_minutes = 30
    }
  }

  ecs_service {
    cluster_name = aws_ecs_cluster.main.name
    service_name = aws_ecs_service.service[0].name
  }

  load_balancer_info {
    target_group_pair_info {
      prod_traffic_route {
        listener_arns = [aws_lb_listener.https.arn]
      }

      target_group {
        name = aws_lb_target_group.service["blue"].name
      }

      target_group {
        name = aws_lb_target_group.service["green"].name
      }
    }
  }
}

resource "aws_iam_role" "deploy" {
  name        = "${var.name}-deploy"
  description = "Moves requests from old tasks to new ones"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "codedeploy.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "deploy" {
  name = "deploy"
  role = aws_iam_role.deploy.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "OurTasks"
        Effect = "Allow"
        Action = [
          "ecs:CreateTaskSet",
          "ecs:DeleteTaskSet",
          "ecs:DescribeServices",
          "ecs:UpdateServicePrimaryTaskSet",
        ]
        Resource = [
          "arn:aws:ecs:${var.region}:${var.account_id}:service/${var.name}/*",
          "arn:aws:ecs:${var.region}:${var.account_id}:task-set/${var.name}/*/*",
        ]
      },
      {
        Sid    = "OurListener"
        Effect = "Allow"
        Action = ["elasticloadbalancing:ModifyListener", "elasticloadbalancing:ModifyRule"]
        Resource = [
          aws_lb_listener.https.arn,
          "${replace(aws_lb_listener.https.arn, ":listener/", ":listener-rule/")}/*",
        ]
      },
      {
        Sid    = "SeesHowItGoes"
        Effect = "Allow"
        Action = [
          "cloudwatch:DescribeAlarms",
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeRules",
          "elasticloadbalancing:DescribeTargetGroups",
        ]
        Resource = "*"
      },
      {
        Sid       = "GivesTasksTheirRoles"
        Effect    = "Allow"
        Action    = "iam:PassRole"
        Resource  = [local.role_arn, aws_iam_role.start.arn]
        Condition = { StringEquals = { "iam:PassedToService" = "ecs-tasks.amazonaws.com" } }
      },
    ]
  })
}
