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

variable "operators" {
  description = "ARNs of the roles or users that may become operators: users with a second factor, roles of people that ask for one at login. None: there is no such role."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.operators : can(regex("^arn:aws:iam::[0-9]{12}:(role|user)/[^*]+$", arn))])
    error_message = "Operators are named one by one: ARNs of roles or users, no account and no wildcard."
  }
}

variable "guarded" {
  description = "What operators are kept from, and what is watched: tables and objects."
  type = object({
    objects_bucket_arn = string
    private_table_arn  = string
    public_table_arn   = string
  })
  nullable = false
}

variable "mail_addresses" {
  description = "Who hears of alarms by mail; each address confirms it once."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for address in var.mail_addresses : can(regex("^[^@ ]+@[^@ ]+$", address))])
    error_message = "This is not an address of mail."
  }
}

variable "service" {
  description = "What is watched of the service: outputs of the module service."
  type = object({
    cluster_name  = string
    service_name  = string
    log_group_arn = string
    balancer      = object({ arn_suffix = string, target_arn_suffixes = map(string) })
  })
  nullable = false
}

variable "database" {
  description = "What is watched of the database: outputs of the module database."
  type        = object({ cluster_identifier = string })
  nullable    = false
}

variable "certificate_arn" {
  description = "The balancer's certificate, whose end is watched."
  type        = string
  nullable    = false
}

variable "prober" {
  description = "The prober, which uses the service as people do, from another region: its region, its image by digest, the service's address. Null: there is none."
  type        = object({ region = string, image = string, address = string })
  default     = null

  validation {
    condition     = var.prober == null || contains(jsondecode(file("${path.module}/../../policies/eu-regions.json")).Statement[0].Condition.StringNotEquals["aws:RequestedRegion"], try(var.prober.region, ""))
    error_message = "Only regions in the EU are accepted: terraform/policies/eu-regions.json lists them."
  }

  validation {
    condition     = var.prober == null || try(var.prober.region != var.region, false)
    error_message = "The prober stands in another region: in the same one it would not notice that the region is away."
  }

  validation {
    condition     = var.prober == null || can(regex("^[^@ ]+@sha256:[0-9a-f]{64}$", var.prober.image))
    error_message = "The image is named by its digest (REPOSITORY@sha256:…), since a tag can be moved."
  }

  validation {
    condition     = var.prober == null || can(regex("^https://", var.prober.address))
    error_message = "The service is reached with TLS."
  }
}
