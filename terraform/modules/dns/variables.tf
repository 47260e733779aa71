variable "domain" {
  description = "The domain of the institution's service, such as sealward.example."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain))
    error_message = "This is not the name of a domain."
  }
}

variable "host" {
  description = "Name of the API in the domain."
  type        = string
  default     = "api"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.host))
    error_message = "This is not the name of a host."
  }
}

variable "primary" {
  description = "The balancer that serves: its name and zone."
  type        = object({ dns_name = string, zone_id = string })
  nullable    = false
}

variable "secondary" {
  description = "The balancer in the region for recoveries, which takes over when the first does not answer. Null: nobody does."
  type        = object({ dns_name = string, zone_id = string })
  default     = null
}

variable "name" {
  description = "Prefix of names."
  type        = string
  nullable    = false
}
