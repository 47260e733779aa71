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
  description = "Where the copies of backups are, and where it runs: another region than production."
  type        = string
  default     = "eu-west-1"
  nullable    = false

  validation {
    condition     = var.region != var.production.identity.region
    error_message = "A recovery runs in another region than production."
  }

  validation {
    condition     = contains(jsondecode(file("${path.module}/../../policies/eu-regions.json")).Statement[0].Condition.StringNotEquals["aws:RequestedRegion"], var.region)
    error_message = "Only regions in the EU are accepted: terraform/policies/eu-regions.json lists them."
  }
}

variable "production" {
  description = "The output stack of live/production, as it was written down (docs/deploy.md): logins and bundles stay where they are."
  type = object({
    api_address = string
    identity = object({
      region           = string
      user_pool_id     = string
      client_id        = string
      identity_pool_id = string
      issuer           = string
    })
    keyvault = object({
      private_table_name = string
      private_table_arn  = string
      private_key_arn    = string
      public_table_name  = string
      public_table_arn   = string
      public_key_arn     = string
      service_role_name  = string
    })
    backup_role_arn = string
  })
  nullable = false
}

variable "image" {
  description = "The service's container image by its digest, in a repository of this region: REPOSITORY@sha256:…"
  type        = string
  nullable    = false
}

variable "snapshot_arn" {
  description = "The snapshot that the database is made of: a copy of a backup. It stays named for as long as there is the database. Null: there is none."
  type        = string
  default     = null
}

variable "data_api" {
  description = "True while a new timeline is started, then false again (docs/deploy.md)."
  type        = bool
  default     = false
  nullable    = false
}

variable "serving" {
  description = "Whether tasks run. False while it only stands by."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.serving || var.snapshot_arn != null
    error_message = "Without a snapshot there is no database to serve from."
  }
}

variable "alarm_addresses" {
  description = "Who hears of alarms by mail."
  type        = list(string)
  nullable    = false
}

variable "push_webhook" {
  description = "The gateway that wakes devices (docs/operations.md, Pushes). Null: devices are not woken."
  type        = string
  default     = null
}

variable "availability" {
  description = "Who watches the service, what is promised, and who is told (docs/operations.md: SEALWARD_AVAILABILITY_…, _STATUS_…, _ALERTS_…, _MAIL_…): the setting of the probers; policies, each on one line; the status page's contract and whether people subscribe to it; who hears of alerts; the mail server. Null: nobody watches."
  type = object({
    probers   = string
    contracts = list(string)
    status    = optional(object({ contract = string, address = string, subscriptions = optional(bool, false) }))
    alerts    = optional(object({ webhook = optional(string), slack = optional(bool, false), mail = optional(string) }), {})
    mail      = optional(object({ server = string, port = optional(number, 587), from = string, user = optional(string) }))
  })
  default = null
}

variable "key_log" {
  description = "The log of published keys (docs/operations.md, The key log): ARN of the key that signs it, its name, witnesses and how many of them must agree. Null: there is no log."
  type = object({
    key_arn   = string
    origin    = string
    witnesses = optional(string)
    quorum    = optional(number, 0)
  })
  default = null
}

variable "security" {
  description = "Where weaknesses are reported, and until when that holds: SEALWARD_SECURITY_CONTACT and SEALWARD_SECURITY_EXPIRES. Null: not said."
  type        = object({ contact = string, expires = string })
  default     = null
}
