variable "name" {
  description = "Prefix of all names: 2 to 20 lower-case letters, digits and hyphens."
  type        = string
  default     = "sealward"
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
  description = "Where it runs: a region in the EU."
  type        = string
  nullable    = false

  validation {
    condition     = contains(jsondecode(file("${path.module}/../policies/eu-regions.json")).Statement[0].Condition.StringNotEquals["aws:RequestedRegion"], var.region)
    error_message = "Only regions in the EU are accepted: terraform/policies/eu-regions.json lists them."
  }
}

variable "second_region" {
  description = "Where copies of backups and the prober are: another region in the EU."
  type        = string
  nullable    = false

  validation {
    condition     = var.second_region != var.region
    error_message = "The second region is another one."
  }

  validation {
    condition     = contains(jsondecode(file("${path.module}/../policies/eu-regions.json")).Statement[0].Condition.StringNotEquals["aws:RequestedRegion"], var.second_region)
    error_message = "Only regions in the EU are accepted: terraform/policies/eu-regions.json lists them."
  }
}

variable "domain" {
  description = "The domain of the service, such as sealward.example: it gets api.DOMAIN and mail to support@DOMAIN."
  type        = string
  nullable    = false
}

variable "image" {
  description = "The service's container image by its digest: REPOSITORY@sha256:…"
  type        = string
  nullable    = false
}

variable "operators" {
  description = "ARNs of the roles or users that may become operators: users with a second factor, roles of people that ask for one at login."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.operators) > 0
    error_message = "Somebody has to be able to look: name one operator at least."
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

variable "prober_image" {
  description = "The prober's container image by its digest. Null: there is no prober."
  type        = string
  default     = null
}

variable "secondary" {
  description = "The balancer of live/recovery, once that stands: its outputs dns_name and zone_id."
  type        = object({ dns_name = string, zone_id = string })
  default     = null
}

variable "data_api" {
  description = "True while the roles of the database are made, then false again (docs/deploy.md)."
  type        = bool
  default     = false
  nullable    = false
}

variable "size" {
  description = "How large: instances of the database and their class; tasks, least and most, with units of processor and MiB each."
  type = object({
    database_class     = string
    database_instances = number
    tasks_least        = number
    tasks_most         = number
    task_cpu           = number
    task_memory        = number
  })
  nullable = false
}

variable "object_lock_days" {
  description = "For so long no object can be deleted, by nobody, whatever users ask for. Null: no lock."
  type        = number
  default     = null
}

variable "backup_lock_after_days" {
  description = "After so many days nobody can shorten what backups are kept. Null: administrators can."
  type        = number
  default     = null
}

variable "on_moto" {
  description = "Leaves out what the stand-in moto cannot take. False wherever somebody relies on it."
  type        = bool
  default     = false
  nullable    = false
}
