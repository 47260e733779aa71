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

variable "cidr" {
  description = "Addresses of the network: a private /16."
  type        = string
  default     = "10.20.0.0/16"
  nullable    = false

  validation {
    condition     = can(regex("^10\\.[0-9]{1,3}\\.0\\.0/16$", var.cidr)) && can(cidrhost(var.cidr, 1))
    error_message = "The network is one of 10.0.0.0/16 to 10.255.0.0/16."
  }
}

variable "zones" {
  description = "Availability zones of the region, by letter: two or three."
  type        = list(string)
  default     = ["a", "b", "c"]
  nullable    = false

  validation {
    condition     = length(var.zones) >= 2 && length(var.zones) <= 3 && length(distinct(var.zones)) == length(var.zones) && alltrue([for z in var.zones : can(regex("^[a-f]$", z))])
    error_message = "Two or three different letters: one zone alone would be a single point of failure."
  }
}

variable "mail_port" {
  description = "Port at which the service's mail server takes mail with TLS. Null: tasks send none."
  type        = number
  default     = null
}

variable "api_port" {
  description = "Port of the service's API in its tasks."
  type        = number
  default     = 8080
  nullable    = false
}

variable "management_port" {
  description = "Port of the service's health and metrics in its tasks."
  type        = number
  default     = 8081
  nullable    = false
}

variable "reachable" {
  description = "What the network's gateway endpoints lead to: ARNs of buckets and tables."
  type        = object({ buckets = list(string), tables = list(string) })
  nullable    = false
}

variable "logs_key_arn" {
  description = "KMS key of log groups."
  type        = string
  nullable    = false
}

variable "flow_log_days" {
  description = "How long the log of refused connections is kept."
  type        = number
  default     = 90
  nullable    = false
}
