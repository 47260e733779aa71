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

variable "owner_role_name" {
  description = "Name of the role of signed-in users, which alone touches private bundles."
  type        = string
  nullable    = false
}

variable "user_pool_arn" {
  description = "The user pool, whose groups the service writes."
  type        = string
  nullable    = false
}

variable "alarm_topic_arn" {
  description = "SNS topic that hears of reads by anybody but owners, and of changes of the vault's policies."
  type        = string
  nullable    = false
}

variable "logs_key_arn" {
  description = "KMS key of log groups and of the trail's bucket."
  type        = string
  nullable    = false
}

variable "log_days" {
  description = "How long the trail of accesses is kept."
  type        = number
  default     = 400
  nullable    = false

  validation {
    condition     = contains([90, 180, 365, 400, 731, 1827], var.log_days)
    error_message = "CloudWatch keeps logs for 90, 180, 365, 400, 731 or 1827 days."
  }
}

variable "on_moto" {
  description = "Leaves out what the stand-in moto cannot take. False wherever somebody relies on it."
  type        = bool
  default     = false
  nullable    = false
}
