variable "name" {
  description = "Prefix of all names: 2 to 20 lower-case letters, digits and hyphens."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,18}[a-z0-9]$", var.name))
    error_message = "The name has 2 to 20 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "mail" {
  description = "The SES identity that sends codes to users, and its From address. Null: Cognito's own, 50 messages a day."
  type        = object({ identity_arn = string, from = string })
  default     = null
}

variable "token_minutes" {
  description = "How long access and identity tokens are good for, and so the credentials that devices keep for their item."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.token_minutes >= 5 && var.token_minutes <= 60
    error_message = "Tokens live for 5 to 60 minutes: until then a login that was ended goes on."
  }
}

variable "login_days" {
  description = "How long a device stays logged in without the passphrase."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.login_days >= 1 && var.login_days <= 90
    error_message = "A login lasts for 1 to 90 days."
  }
}

variable "on_moto" {
  description = "Leaves out what the stand-in moto cannot take. False wherever somebody relies on it."
  type        = bool
  default     = false
  nullable    = false
}
