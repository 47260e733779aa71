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

variable "domain" {
  description = "The domain that mail comes from and goes to, such as sealward.example."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain))
    error_message = "This is not the name of a domain."
  }
}

variable "zone_id" {
  description = "The Route 53 zone of the domain."
  type        = string
  nullable    = false
}

variable "support" {
  description = "What is in front of the @ of the support address."
  type        = string
  default     = "support"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.support))
    error_message = "This is not the first part of an address."
  }
}

variable "mail_days" {
  description = "How long mail to the support address is kept."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = var.mail_days >= 7 && var.mail_days <= 400
    error_message = "Mail is kept for 7 to 400 days."
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
