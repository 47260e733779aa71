mock_provider "aws" {
  override_resource {
    target          = aws_route53_health_check.served
    values          = { id = "health-check" }
    override_during = plan
  }
}

variables {
  name      = "sealward"
  domain    = "sealward.example"
  primary   = { dns_name = "one.eu-central-1.elb.amazonaws.com", zone_id = "Z2" }
  secondary = { dns_name = "two.eu-west-1.elb.amazonaws.com", zone_id = "Z3" }
}

run "failover" {
  command = plan

  module {
    source = "../modules/dns"
  }

  assert {
    condition     = { for name, record in aws_route53_record.api : name => [record.failover_routing_policy[0].type, one(record.alias).name, record.name] } == { PRIMARY = ["PRIMARY", "one.eu-central-1.elb.amazonaws.com", "api.sealward.example"], SECONDARY = ["SECONDARY", "two.eu-west-1.elb.amazonaws.com", "api.sealward.example"] }
    error_message = "The second region takes over when the first does not answer."
  }

  assert {
    condition     = alltrue([for record in aws_route53_record.api : record.health_check_id == "health-check" && one(record.alias).evaluate_target_health == false])
    error_message = "Who serves is decided by health checks, and not by target groups, of which one is empty."
  }

  assert {
    condition     = alltrue([for check in aws_route53_health_check.served : check.type == "HTTPS" && check.port == 443 && check.resource_path == "/v1/deployment" && check.request_interval == 10 && check.failure_threshold == 3])
    error_message = "The API is asked every ten seconds, with TLS."
  }

  assert {
    condition     = aws_route53_health_check.served["SECONDARY"].fqdn == "two.eu-west-1.elb.amazonaws.com"
    error_message = "Each region is asked by itself."
  }

  assert {
    condition     = aws_route53_record.caa.records == toset(["0 issue \"amazon.com\"", "0 issuewild \";\""]) && aws_route53_record.caa.type == "CAA"
    error_message = "Only Amazon makes certificates for the domain."
  }

  assert {
    condition     = aws_acm_certificate.api.domain_name == "api.sealward.example" && aws_acm_certificate.api.validation_method == "DNS" && aws_acm_certificate.api.key_algorithm == "EC_prime256v1"
    error_message = "The API has a certificate that is renewed by itself."
  }
}

run "withoutASecondRegion_theFirstServes" {
  command = plan

  module {
    source = "../modules/dns"
  }

  variables {
    secondary = null
  }

  assert {
    condition     = keys(aws_route53_record.api) == ["PRIMARY"]
    error_message = "Without a second region there is no second record."
  }
}

run "domain_withScheme_isRefused" {
  command = plan

  module {
    source = "../modules/dns"
  }

  variables {
    domain = "https://sealward.example"
  }

  expect_failures = [var.domain]
}
