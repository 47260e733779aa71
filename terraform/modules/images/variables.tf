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

variable "service_role_name" {
  description = "Name of the service's role, which alone touches objects."
  type        = string
  nullable    = false
}

variable "backup_role_arn" {
  description = "ARN of the role that makes backups and restores them."
  type        = string
  nullable    = false
}

variable "deleted_days" {
  description = "How long versions are kept that the service could only hide. What it deletes for users, it deletes in all versions."
  type        = number
  default     = 14
  nullable    = false

  validation {
    condition     = var.deleted_days >= 1 && var.deleted_days <= 90
    error_message = "Hidden versions are kept for 1 to 90 days."
  }
}

variable "object_lock_days" {
  description = "For so long no object can be deleted or changed, by nobody, whatever users ask for (S3 Object Lock, compliance). Null: no lock. Chosen once, when the bucket is made."
  type        = number
  default     = null

  validation {
    condition     = var.object_lock_days == null || try(var.object_lock_days >= 1 && var.object_lock_days <= 3650, false)
    error_message = "A lock lasts for 1 to 3650 days."
  }
}
