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
    key          = "production.tfstate"
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
  tags = { application = "sealward", environment = "production", managed-by = "terraform" }
}

module "stack" {
  source           = "../../stack"
  account_id       = var.account_id
  region           = var.region
  second_region    = var.second_region
  domain           = var.domain
  image            = var.image
  operators        = var.operators
  alarm_addresses  = var.alarm_addresses
  push_webhook     = var.push_webhook
  availability     = var.availability
  key_log          = var.key_log
  security         = var.security
  prober_image     = var.prober_image
  secondary        = var.secondary
  data_api         = var.data_api
  object_lock_days = var.object_lock_days
  on_moto          = var.on_moto

  # Three days to change one's mind, then nobody can shorten what backups are kept.
  backup_lock_after_days = 3

  size = {
    database_class     = "db.r8g.large"
    database_instances = 2
    tasks_least        = 2
    tasks_most         = 8
    task_cpu           = 2048
    task_memory        = 4096
  }

  providers = {
    aws        = aws
    aws.second = aws.second
  }
}
