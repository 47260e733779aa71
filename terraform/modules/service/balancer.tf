# No access log: it would have addresses of people and ids of conversations, which no log of ours has.
resource "aws_lb" "service" {
  name                       = "${var.name}-service"
  load_balancer_type         = "application"
  internal                   = false
  subnets                    = var.network.public_subnet_ids
  security_groups            = [var.network.security_groups.balancer]
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "strictest"
  enable_deletion_protection = true

  # Shorter than the service's own 60 s, so that no request goes into a connection that the service
  # is about to close. Clients ping their WebSockets more often.
  idle_timeout = 55
}

resource "aws_lb_target_group" "service" {
  for_each             = toset(["blue", "green"])
  name                 = "${var.name}-${each.key}"
  vpc_id               = var.network.vpc_id
  target_type          = "ip"
  protocol             = "HTTPS"
  protocol_version     = "HTTP1"
  port                 = local.api_port
  deregistration_delay = 30

  health_check {
    protocol          = "HTTP"
    port              = tostring(local.management_port)
    path              = "/health/readiness"
    matcher           = "200"
    timeout           = 5
    healthy_threshold = 2

    # Five minutes, since ECS replaces a task that the balancer gives up: the failover of a database is
    # shorter, and tasks go on after it with their WebSockets open.
    interval            = 30
    unhealthy_threshold = 10
  }
}

# There is no listener on port 80: a client that is told the right address needs no redirection, and
# one that is not would send a token in the clear before it got one.
resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.service.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.certificate_arn

  routing_http_response_server_enabled                         = false
  routing_http_response_strict_transport_security_header_value = "max-age=63072000; includeSubDomains"
  routing_http_response_x_content_type_options_header_value    = "nosniff"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.service["blue"].arn
  }

  # Deployments move it between blue and green.
  lifecycle {
    ignore_changes = [default_action]
  }
}

# The firewall. Bodies are ciphertext, so rules that look for attacks in text would only find them by
# chance; what is left is who asks, how often, and what no client of ours asks.

resource "aws_wafv2_web_acl" "service" {
  name        = "${var.name}-service"
  description = "In front of the balancer"
  scope       = "REGIONAL"

  default_action {
    allow {}
  }

  rule {
    name     = "too-many-requests"
    priority = 1

    action {
      block {
        custom_response {
          response_code = 429
        }
      }
    }

    statement {
      rate_based_statement {
        aggregate_key_type    = "IP"
        evaluation_window_sec = 300
        limit                 = var.requests_of_an_address
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-too-many-requests"
      sampled_requests_enabled   = false
    }
  }

  dynamic "rule" {
    for_each = {
      AWSManagedRulesAmazonIpReputationList = 2
      AWSManagedRulesKnownBadInputsRuleSet  = 3
    }
    content {
      name     = rule.key
      priority = rule.value

      override_action {
        none {}
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.key
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "${var.name}-${rule.key}"
        sampled_requests_enabled   = false
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "${var.name}-service"
    sampled_requests_enabled   = false
  }
}

resource "aws_wafv2_web_acl_association" "service" {
  resource_arn = aws_lb.service.arn
  web_acl_arn  = aws_wafv2_web_acl.service.arn
}
