variable "name" {
  description = "Prefix of all names: 2 to 20 lower-case letters, digits and hyphens."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}[a-z0-9]$", var.name))
    error_message = "The name has 2 to 20 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "account_id" {
  description = "The AWS account, 12 digits."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "An account's id has 12 digits."
  }
}

variable "region" {
  description = "The region of the provider."
  type        = string
  nullable    = false

  validation {
    condition     = contains(jsondecode(file("${path.module}/../../policies/eu-regions.json")).Statement[0].Condition.StringNotEquals["aws:RequestedRegion"], var.region)
    error_message = "Only regions in the EU are accepted: terraform/policies/eu-regions.json lists them."
  }
}

variable "engine_version" {
  description = "Version of Aurora PostgreSQL, of the major version that the tests run on."
  type        = string
  default     = "18.4"
  nullable    = false

  validation {
    condition     = can(regex("^18\\.[0-9]+$", var.engine_version))
    error_message = "Sealward is tested on PostgreSQL 18."
  }
}

variable "instance_class" {
  description = "Class of the instances."
  type        = string
  default     = "db.r8g.large"
  nullable    = false

  validation {
    condition     = can(regex("^db\\.[a-su-z][a-z0-9]+\\.[a-z0-9]+$", var.instance_class))
    error_message = "This is not a class of instances, such as db.r8g.large, or it is one of \"t\", which take no SQL through AWS."
  }
}

variable "instances" {
  description = "How many instances, in different zones: the first writes, the next takes over."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.instances >= 1 && var.instances <= 5
    error_message = "One to five instances; with one, the loss of a zone is an outage of minutes."
  }
}

variable "subnet_ids" {
  description = "Subnets without a way to the internet, in two zones at least."
  type        = list(string)
  nullable    = false
}

variable "security_group_id" {
  description = "Who may connect."
  type        = string
  nullable    = false
}

variable "backup_days" {
  description = "How far back the cluster can be restored to any second."
  type        = number
  default     = 35
  nullable    = false

  validation {
    condition     = var.backup_days >= 7 && var.backup_days <= 35
    error_message = "Aurora keeps 35 days at most; less than 7 is too few to notice what went wrong."
  }
}

variable "data_api" {
  description = "Whether SQL can be sent through AWS: for making the roles of the service, once, and then no more."
  type        = bool
  default     = false
  nullable    = false
}

variable "snapshot_arn" {
  description = "A snapshot of a cluster to begin with, for a recovery. Null: an empty database."
  type        = string
  default     = null
}

variable "logs_key_arn" {
  description = "KMS key of log groups."
  type        = string
  nullable    = false
}
