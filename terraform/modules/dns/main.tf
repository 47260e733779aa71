locals {
  api = "${var.host}.${var.domain}"

  served = merge(
    { PRIMARY = var.primary },
    var.secondary == null ? {} : { SECONDARY = var.secondary },
  )
}

# DNSSEC is left out: Route 53 takes its key from us-east-1 alone, and nothing of ours is outside the EU.
resource "aws_route53_zone" "main" {
  name = var.domain

  lifecycle {
    prevent_destroy = true
  }
}

# Only Amazon makes certificates for this domain.
resource "aws_route53_record" "caa" {
  zone_id = aws_route53_zone.main.zone_id
  name    = var.domain
  type    = "CAA"
  ttl     = 3600
  records = ["0 issue \"amazon.com\"", "0 issuewild \";\""]
}

# The certificate. -------------------------------------------------------------------------------

resource "aws_acm_certificate" "api" {
  domain_name       = local.api
  validation_method = "DNS"
  key_algorithm     = "EC_prime256v1"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  zone_id = aws_route53_zone.main.zone_id
  name    = one(aws_acm_certificate.api.domain_validation_options[*].resource_record_name)
  type    = one(aws_acm_certificate.api.domain_validation_options[*].resource_record_type)
  records = aws_acm_certificate.api.domain_validation_options[*].resource_record_value
  ttl     = 300
}

resource "aws_acm_certificate_validation" "api" {
  certificate_arn         = aws_acm_certificate.api.arn
  validation_record_fqdns = [aws_route53_record.validation.fqdn]
}

# Who serves: the first as long as it answers, else the second. -----------------------------------

# Asked from regions of AWS's choice, some outside the EU, without anybody's data.
resource "aws_route53_health_check" "served" {
  for_each          = local.served
  type              = "HTTPS"
  fqdn              = each.value.dns_name
  port              = 443
  resource_path     = "/v1/deployment"
  enable_sni        = true
  request_interval  = 10
  failure_threshold = 3

  tags = { Name = "${var.name}-${lower(each.key)}" }
}

resource "aws_route53_record" "api" {
  for_each        = local.served
  zone_id         = aws_route53_zone.main.zone_id
  name            = local.api
  type            = "A"
  set_identifier  = lower(each.key)
  health_check_id = aws_route53_health_check.served[each.key].id

  failover_routing_policy {
    type = each.key
  }

  # The check above alone decides. Route 53 takes a balancer with an empty target group for unhealthy, and
  # of blue and green one is empty between deployments.
  alias {
    name                   = each.value.dns_name
    zone_id                = each.value.zone_id
    evaluate_target_health = false
  }
}
