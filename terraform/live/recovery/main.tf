# What takes over when the region of production is away: service, database and objects. Logins and
# bundles stay in production's region, whose Cognito and DynamoDB this one uses.

terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }

  # The bucket is made once by hand, in this region (docs/deploy.md), and named at init.
  backend "s3" {
    key          = "recovery.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = { application = "sealward", environment = "recovery", managed-by = "terraform" }
  }
}

locals {
  name = "sealward-recovery"
}

module "network" {
  source       = "../../modules/network"
  name         = local.name
  account_id   = var.account_id
  region       = var.region
  cidr         = "10.30.0.0/16"
  logs_key_arn = module.monitoring.key_arn
  mail_port    = try(var.availability.mail.port, null)
  reachable = {
    buckets = [module.images.bucket_arn]
    tables  = [var.production.keyvault.private_table_arn, var.production.keyvault.public_table_arn]
  }
}

# None while it only stands by: a cluster takes a snapshot when it is made, and never after.
module "database" {
  source            = "../../modules/database"
  count             = var.snapshot_arn == null ? 0 : 1
  name              = local.name
  account_id        = var.account_id
  region            = var.region
  snapshot_arn      = var.snapshot_arn
  data_api          = var.data_api
  subnet_ids        = module.network.database_subnet_ids
  security_group_id = module.network.security_groups.database
  logs_key_arn      = module.monitoring.key_arn
}

module "images" {
  source            = "../../modules/images"
  name              = local.name
  account_id        = var.account_id
  region            = var.region
  service_role_name = var.production.keyvault.service_role_name
  backup_role_arn   = var.production.backup_role_arn
}

# Valid by the record that production's certificate for the same name has made.
resource "aws_acm_certificate" "api" {
  domain_name       = trimprefix(var.production.api_address, "https://")
  validation_method = "DNS"
  key_algorithm     = "EC_prime256v1"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate_validation" "api" {
  certificate_arn = aws_acm_certificate.api.arn
}

module "service" {
  source          = "../../modules/service"
  name            = local.name
  account_id      = var.account_id
  region          = var.region
  image           = var.image
  role_name       = var.production.keyvault.service_role_name
  identity        = var.production.identity
  keyvault        = var.production.keyvault
  network         = module.network
  jdbc_url        = try(module.database[0].jdbc_url, "jdbc:postgresql://not-restored.invalid/sealward?sslmode=verify-full")
  certificate_arn = aws_acm_certificate_validation.api.certificate_arn
  serving         = var.serving
  tasks           = { least = 2, most = 8 }
  size            = { cpu = 2048, memory = 4096 }
  push_webhook    = var.push_webhook
  availability    = var.availability
  key_log         = var.key_log
  security        = var.security
  rollback_alarms = module.monitoring.rollback_alarms
  logs_key_arn    = module.monitoring.key_arn
  objects = {
    bucket     = module.images.bucket
    bucket_arn = module.images.bucket_arn
    key_arn    = module.images.key_arn
  }
}

module "monitoring" {
  source          = "../../modules/monitoring"
  name            = local.name
  account_id      = var.account_id
  region          = var.region
  mail_addresses  = var.alarm_addresses
  certificate_arn = aws_acm_certificate_validation.api.certificate_arn
  service = {
    cluster_name  = module.service.cluster_name
    service_name  = module.service.service_name
    log_group_arn = module.service.log_group_arn
    balancer      = module.service.balancer
  }
  database = {
    cluster_identifier = "${local.name}-database"
  }
  guarded = {
    objects_bucket_arn = module.images.bucket_arn
    private_table_arn  = var.production.keyvault.private_table_arn
    public_table_arn   = var.production.keyvault.public_table_arn
  }

  # There is no prober here: production's watches the address, whoever serves.
  providers = {
    aws        = aws
    aws.prober = aws
  }
}
