terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }

  # The bucket is made once by hand (docs/deploy.md) and named at init.
  backend "s3" {
    key          = "staging.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = local.tags
  }
}

provider "aws" {
  alias               = "second"
  region              = var.second_region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = local.tags
  }
}

locals {
  tags = { application = "sealward", environment = "staging", managed-by = "terraform" }
}

module "stack" {
  source          = "../../stack"
  account_id      = var.account_id
  region          = var.region
  second_region   = var.second_region
  domain          = var.domain
  image           = var.image
  operators       = var.operators
  alarm_addresses = var.alarm_addresses
  push_webhook    = var.push_webhook
  availability    = var.availability
  key_log         = var.key_log
  security        = var.security
  prober_image    = var.prober_image
  data_api        = var.data_api
  on_moto         = var.on_moto

  # As in production, but small, and what is locked there can be ended here. Classes with "t" are smaller
  # still, but take no SQL through AWS, by which docs/deploy.md makes the database's roles.
  size = {
    database_class     = "db.r8g.large"
    database_instances = 1
    tasks_least        = 1
    tasks_most         = 2
    task_cpu           = 512
    task_memory        = 1024
  }

  providers = {
    aws        = aws
    aws.second = aws.second
  }
}
