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

variable "image" {
  description = "The container image by its digest, so that what runs is what was built: REPOSITORY@sha256:…"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^@ ]+@sha256:[0-9a-f]{64}$", var.image))
    error_message = "The image is named by its digest (REPOSITORY@sha256:…), since a tag can be moved."
  }
}

variable "role_name" {
  description = "Name of the role that tasks run as: the output of the module keyvault."
  type        = string
  nullable    = false
}

variable "identity" {
  description = "Where users log in: the outputs of the module identity, and its region."
  type = object({
    region           = string
    user_pool_id     = string
    client_id        = string
    identity_pool_id = string
    issuer           = string
  })
  nullable = false
}

variable "keyvault" {
  description = "Where bundles lie: the outputs of the module keyvault."
  type = object({
    private_table_name = string
    private_table_arn  = string
    private_key_arn    = string
    public_table_name  = string
    public_table_arn   = string
    public_key_arn     = string
  })
  nullable = false
}

variable "objects" {
  description = "Where ciphertext objects lie: the outputs of the module images."
  type        = object({ bucket = string, bucket_arn = string, key_arn = string })
  nullable    = false
}

variable "network" {
  description = "Where it stands: the outputs of the module network."
  type = object({
    vpc_id             = string
    public_subnet_ids  = list(string)
    public_cidrs       = list(string)
    private_subnet_ids = list(string)
    security_groups    = object({ balancer = string, service = string })
  })
  nullable = false
}

variable "jdbc_url" {
  description = "SEALWARD_DB_URL."
  type        = string
  nullable    = false

  validation {
    condition     = strcontains(var.jdbc_url, "sslmode=verify-full")
    error_message = "The database is reached with TLS, and with its certificate checked: sslmode=verify-full."
  }
}

variable "certificate_arn" {
  description = "The balancer's certificate, in ACM."
  type        = string
  nullable    = false
}

variable "serving" {
  description = "Whether tasks run. False: there is everything that they need, and no service that starts them."
  type        = bool
  default     = true
  nullable    = false
}

variable "tasks" {
  description = "The least and the most tasks."
  type        = object({ least = number, most = number })
  default     = { least = 2, most = 8 }
  nullable    = false

  validation {
    condition     = var.tasks.least >= 1 && var.tasks.most >= var.tasks.least && var.tasks.most <= 50
    error_message = "At most 50 tasks, and not fewer than the least, of which there is one."
  }
}

variable "size" {
  description = "What a task has: units of processor (1024 is one) and MiB of memory."
  type        = object({ cpu = number, memory = number })
  default     = { cpu = 1024, memory = 2048 }
  nullable    = false

  validation {
    condition     = contains([512, 1024, 2048, 4096], var.size.cpu) && var.size.memory >= var.size.cpu * 2 && var.size.memory <= var.size.cpu * 8 && var.size.memory % 1024 == 0
    error_message = "Fargate has 512, 1024, 2048 or 4096 units of processor, and between 2 and 8 times as much memory."
  }
}

variable "push_webhook" {
  description = "SEALWARD_PUSH_WEBHOOK: the gateway that wakes devices. Null: devices are not woken."
  type        = string
  default     = null

  validation {
    condition     = var.push_webhook == null || can(regex("^https://", var.push_webhook))
    error_message = "The gateway is reached with TLS."
  }
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

  validation {
    condition     = var.availability == null || alltrue([for policy in try(var.availability.contracts, []) : can(jsondecode(policy).id) && !can(regex("\n", policy))])
    error_message = "A contract is a policy as docs/protocol.md §19.3 has it, on one line: jsonencode makes one."
  }

  validation {
    condition     = var.availability == null || alltrue([for address in [try(var.availability.alerts.webhook, null), try(var.availability.status.address, null)] : address == null || can(regex("^https://", address))])
    error_message = "Alerts and the status page go by TLS."
  }

  validation {
    condition     = var.availability == null || contains([465, 587], try(var.availability.mail.port, 587))
    error_message = "A mail server takes mail with TLS at port 465 or 587."
  }
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

  validation {
    condition     = var.key_log == null || startswith(try(var.key_log.key_arn, ""), "arn:aws:kms:${var.region}:${var.account_id}:key/")
    error_message = "The log is signed by a key of this account and region, named by its ARN."
  }

  validation {
    condition     = var.key_log == null || can(regex("^[^\\s+]+$", var.key_log.origin))
    error_message = "The log's name has no white space and no plus."
  }
}

variable "security" {
  description = "Where weaknesses are reported, and until when that holds: SEALWARD_SECURITY_CONTACT and SEALWARD_SECURITY_EXPIRES. Null: not said."
  type        = object({ contact = string, expires = string })
  default     = null

  validation {
    condition     = var.security == null || (can(regex("^(https://|mailto:|tel:)", var.security.contact)) && can(formatdate("YYYY", var.security.expires)))
    error_message = "The contact is an https, mailto or tel address, and expires at a time such as 2027-06-30T00:00:00Z."
  }
}

variable "settings" {
  description = "More settings of docs/operations.md, such as SEALWARD_LIMITS_USER_REQUESTS. No secrets."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name, _ in var.settings : can(regex("^SEALWARD_[A-Z_]+$", name)) && !can(regex("PASSWORD|SECRET", name))])
    error_message = "Settings are named SEALWARD_…, and secrets do not belong here: they would lie in the state."
  }
}

variable "requests_of_an_address" {
  description = "Requests of one address in five minutes, above which the firewall refuses them before they reach the service."
  type        = number
  default     = 30000
  nullable    = false

  validation {
    condition     = var.requests_of_an_address >= 1000
    error_message = "Below 1000 in five minutes, people who share an address would be refused."
  }
}

variable "rollback_alarms" {
  description = "Names of alarms that take back a deployment under way."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.rollback_alarms) > 0
    error_message = "Without an alarm nothing would take back a bad deployment."
  }
}

variable "logs_key_arn" {
  description = "KMS key of log groups."
  type        = string
  nullable    = false
}

variable "log_days" {
  description = "How long the service's logs are kept."
  type        = number
  default     = 90
  nullable    = false
}

variable "on_moto" {
  description = "Leaves out what the stand-in moto cannot take. False wherever somebody relies on it."
  type        = bool
  default     = false
  nullable    = false
}
