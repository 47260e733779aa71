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

variable "copy_region" {
  description = "The region of the provider aws.copy, where copies go."
  type        = string
  nullable    = false

  validation {
    condition     = var.copy_region != var.region
    error_message = "Copies go to another region."
  }

  validation {
    condition     = contains(jsondecode(file("${path.module}/../../policies/eu-regions.json")).Statement[0].Condition.StringNotEquals["aws:RequestedRegion"], var.copy_region)
    error_message = "Only regions in the EU are accepted: terraform/policies/eu-regions.json lists them."
  }
}

variable "resources" {
  description = "ARNs of what is backed up: the database's cluster, the tables, the bucket of objects."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.resources) > 0
    error_message = "There is nothing to back up."
  }
}

variable "keep_days" {
  description = "How long backups are kept, and so how long what users deleted can still be in one."
  type        = number
  default     = 35
  nullable    = false

  validation {
    condition     = var.keep_days >= 8 && var.keep_days <= 400
    error_message = "Backups are kept for 8 to 400 days: the vault's lock keeps each for a week at least."
  }
}

variable "lock_after_days" {
  description = "After so many days nobody, not even the account's owner, can shorten what the vaults keep (compliance mode). Null: administrators can (governance mode)."
  type        = number
  default     = null

  validation {
    condition     = var.lock_after_days == null || try(var.lock_after_days >= 3, false)
    error_message = "AWS wants three days at least, in which one can change one's mind."
  }
}

variable "alarm_topic_arn" {
  description = "SNS topic that hears of alarms."
  type        = string
  nullable    = false
}

variable "on_moto" {
  description = "Leaves out what the stand-in moto cannot take. False wherever somebody relies on it."
  type        = bool
  default     = false
  nullable    = false
}
