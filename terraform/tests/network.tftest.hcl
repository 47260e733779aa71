mock_provider "aws" {
  override_resource {
    target          = aws_nat_gateway.main
    values          = { id = "nat" }
    override_during = plan
  }

  override_resource {
    target          = aws_security_group.balancer
    values          = { id = "sg-balancer" }
    override_during = plan
  }

  override_resource {
    target          = aws_security_group.service
    values          = { id = "sg-service" }
    override_during = plan
  }

  override_resource {
    target          = aws_security_group.database
    values          = { id = "sg-database" }
    override_during = plan
  }

  override_resource {
    target          = aws_security_group.endpoints
    values          = { id = "sg-endpoints" }
    override_during = plan
  }

  override_resource {
    target          = aws_vpc.main
    values          = { id = "vpc-main" }
    override_during = plan
  }

  override_resource {
    target          = aws_subnet.public
    values          = { id = "subnet-public" }
    override_during = plan
  }

  override_resource {
    target          = aws_subnet.private
    values          = { id = "subnet-private" }
    override_during = plan
  }

  override_resource {
    target          = aws_subnet.database
    values          = { id = "subnet-database" }
    override_during = plan
  }

  override_resource {
    target          = aws_route_table.public
    values          = { id = "rtb-public" }
    override_during = plan
  }

  override_resource {
    target          = aws_route_table.private
    values          = { id = "rtb-private" }
    override_during = plan
  }

  override_resource {
    target          = aws_route_table.database
    values          = { id = "rtb-database" }
    override_during = plan
  }
}

variables {
  name         = "sealward"
  account_id   = "111122223333"
  region       = "eu-central-1"
  mail_port    = 465
  logs_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/eeeeeeee-2222-4333-8444-555555555555"
  reachable = {
    buckets = ["arn:aws:s3:::objects"]
    tables  = ["arn:aws:dynamodb:eu-central-1:111122223333:table/bundles"]
  }
}

run "network" {
  command = plan

  module {
    source = "../modules/network"
  }

  assert {
    condition     = { for letter, subnet in aws_subnet.public : letter => subnet.cidr_block } == { a = "10.20.0.0/24", b = "10.20.1.0/24", c = "10.20.2.0/24" }
    error_message = "Public subnets lie where the balancer's addresses are expected."
  }

  assert {
    condition     = { for letter, subnet in aws_subnet.private : letter => subnet.cidr_block } == { a = "10.20.16.0/20", b = "10.20.32.0/20", c = "10.20.48.0/20" } && { for letter, subnet in aws_subnet.database : letter => subnet.cidr_block } == { a = "10.20.8.0/24", b = "10.20.9.0/24", c = "10.20.10.0/24" }
    error_message = "Tasks and the database have subnets of their own."
  }

  assert {
    condition     = alltrue([for subnet in concat(values(aws_subnet.public), values(aws_subnet.private), values(aws_subnet.database)) : subnet.map_public_ip_on_launch == false])
    error_message = "Nothing gets a public address by itself."
  }

  assert {
    condition     = alltrue([for association in aws_route_table_association.private : association.route_table_id == "rtb-private"]) && alltrue([for route in aws_route.private : route.nat_gateway_id == "nat"])
    error_message = "Tasks get out through a NAT gateway, and nobody gets in that way."
  }

  assert {
    condition     = alltrue([for association in aws_route_table_association.database : association.route_table_id == "rtb-database"])
    error_message = "The database has no way out."
  }

  assert {
    condition     = keys(aws_nat_gateway.main) == ["a", "b", "c"]
    error_message = "Each zone has a gateway of its own."
  }

  assert {
    condition     = output.public_cidrs == ["10.20.0.0/24", "10.20.1.0/24", "10.20.2.0/24"]
    error_message = "The service trusts the balancer's addresses alone."
  }

  # Who may speak to whom.

  assert {
    condition     = [aws_vpc_security_group_ingress_rule.balancer.security_group_id, aws_vpc_security_group_ingress_rule.balancer.cidr_ipv4, aws_vpc_security_group_ingress_rule.balancer.ip_protocol, tostring(aws_vpc_security_group_ingress_rule.balancer.from_port), tostring(aws_vpc_security_group_ingress_rule.balancer.to_port)] == ["sg-balancer", "0.0.0.0/0", "tcp", "443", "443"]
    error_message = "From the internet only the balancer's port 443 is reached."
  }

  assert {
    condition     = jsonencode({ for name, rule in aws_vpc_security_group_ingress_rule.service : name => [rule.security_group_id, rule.referenced_security_group_id, rule.from_port, rule.to_port, rule.cidr_ipv4] }) == jsonencode({ api = ["sg-service", "sg-balancer", 8080, 8080, null], health = ["sg-service", "sg-balancer", 8081, 8081, null] })
    error_message = "Tasks are reached by the balancer alone, on their two ports."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.database.security_group_id == "sg-database" && aws_vpc_security_group_ingress_rule.database.referenced_security_group_id == "sg-service" && aws_vpc_security_group_ingress_rule.database.cidr_ipv4 == null && aws_vpc_security_group_ingress_rule.database.from_port == 5432 && aws_vpc_security_group_ingress_rule.database.to_port == 5432
    error_message = "The database is reached by tasks alone."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.endpoints.referenced_security_group_id == "sg-service" && aws_vpc_security_group_ingress_rule.endpoints.cidr_ipv4 == null
    error_message = "Endpoints are reached by tasks alone."
  }

  assert {
    condition     = aws_vpc_security_group_egress_rule.service_tls.from_port == 443 && aws_vpc_security_group_egress_rule.service_tls.to_port == 443 && aws_vpc_security_group_egress_rule.service_tls.ip_protocol == "tcp" && aws_vpc_security_group_egress_rule.service_database.referenced_security_group_id == "sg-database"
    error_message = "Tasks speak to the database and, over TLS, to AWS and the gateway for pushes."
  }

  assert {
    condition     = [for rule in aws_vpc_security_group_egress_rule.service_mail : [rule.security_group_id, rule.ip_protocol, tostring(rule.from_port), tostring(rule.to_port)]] == [["sg-service", "tcp", "465", "465"]]
    error_message = "Tasks reach a mail server at the one port that it has."
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_egress_rule.balancer : rule.referenced_security_group_id == "sg-service"])
    error_message = "The balancer speaks to tasks alone."
  }

  assert {
    condition     = length(aws_default_security_group.closed.ingress) == 0 && length(aws_default_security_group.closed.egress) == 0
    error_message = "The default group is closed."
  }

  # Ways to AWS.

  assert {
    condition     = toset(keys(aws_vpc_endpoint.interfaces)) == toset(["ecr.api", "ecr.dkr", "kms", "logs", "secretsmanager"]) && alltrue([for endpoint in aws_vpc_endpoint.interfaces : endpoint.private_dns_enabled])
    error_message = "Keys, secrets, images and logs are reached without the internet."
  }

  assert {
    condition     = one([for s in jsondecode(aws_vpc_endpoint.s3.policy).Statement : s.Resource if s.Sid == "OurBuckets"]) == ["arn:aws:s3:::objects", "arn:aws:s3:::objects/*"] && length(jsondecode(aws_vpc_endpoint.s3.policy).Statement) == 2 && one([for s in jsondecode(aws_vpc_endpoint.s3.policy).Statement : jsonencode([s.Action, s.Resource]) if s.Sid == "LayersOfImages"]) == jsonencode(["s3:GetObject", "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*"])
    error_message = "The way to S3 leads to our buckets and the layers of images alone."
  }

  assert {
    condition     = jsondecode(aws_vpc_endpoint.dynamodb.policy).Statement[0].Resource == ["arn:aws:dynamodb:eu-central-1:111122223333:table/bundles"] && length(jsondecode(aws_vpc_endpoint.dynamodb.policy).Statement) == 1
    error_message = "The way to DynamoDB leads to our tables alone."
  }

  assert {
    condition     = aws_vpc_endpoint.s3.vpc_endpoint_type == "Gateway" && aws_vpc_endpoint.dynamodb.vpc_endpoint_type == "Gateway" && alltrue([for table in aws_vpc_endpoint.dynamodb.route_table_ids : table == "rtb-private"])
    error_message = "S3 and DynamoDB are reached without the internet."
  }

  # The record.

  assert {
    condition     = aws_flow_log.refused.traffic_type == "REJECT" && aws_flow_log.refused.vpc_id == "vpc-main"
    error_message = "Refused connections are recorded, and those of users are not."
  }

  assert {
    condition     = aws_cloudwatch_log_group.refused.kms_key_id == "arn:aws:kms:eu-central-1:111122223333:key/eeeeeeee-2222-4333-8444-555555555555"
    error_message = "The record is encrypted."
  }
}

run "oneZone_andPublicAddresses_areRefused" {
  command = plan

  module {
    source = "../modules/network"
  }

  variables {
    zones = ["a"]
    cidr  = "52.0.0.0/16"
  }

  expect_failures = [var.zones, var.cidr]
}
