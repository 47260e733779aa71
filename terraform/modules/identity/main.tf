locals {
  # Groups are the roles of the service, by the same names. Who is in none is a patient.
  groups = {
    specialist        = "Specialists, confirmed by an admin of their institution"
    institution-admin = "Admins of an institution"
    reviewer          = "Reviewers"
    operator          = "Operators: see no patient data, not even as ciphertext"
  }
}

resource "aws_cognito_user_pool" "users" {
  name                     = "${var.name}-users"
  user_pool_tier           = "PLUS"
  deletion_protection      = "ACTIVE"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]

  # Cognito cannot demand a second factor of some groups only. It is offered to all here, and the
  # service refuses roles that must have one and do not.
  mfa_configuration = "OPTIONAL"

  software_token_mfa_configuration {
    enabled = true
  }

  username_configuration {
    case_sensitive = false
  }

  # What clients give as a password is 47 characters that they derive from the passphrase.
  password_policy {
    minimum_length                   = 47
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = true
    require_uppercase                = true
    temporary_password_validity_days = 1
  }

  user_pool_add_ons {
    advanced_security_mode = "ENFORCED"
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  admin_create_user_config {
    allow_admin_create_user_only = false
  }

  user_attribute_update_settings {
    attributes_require_verification_before_update = ["email"]
  }

  dynamic "email_configuration" {
    for_each = var.mail[*]
    content {
      email_sending_account = "DEVELOPER"
      source_arn            = email_configuration.value.identity_arn
      from_email_address    = email_configuration.value.from
    }
  }
}

# With SRP Cognito never sees a password at login; it sees one when it is set.
resource "aws_cognito_risk_configuration" "known_passwords" {
  count        = var.on_moto ? 0 : 1
  user_pool_id = aws_cognito_user_pool.users.id

  compromised_credentials_risk_configuration {
    event_filter = ["PASSWORD_CHANGE", "SIGN_UP"]

    actions {
      event_action = "BLOCK"
    }
  }
}

resource "aws_cognito_user_group" "roles" {
  for_each     = local.groups
  user_pool_id = aws_cognito_user_pool.users.id
  name         = each.key
  description  = each.value
}

resource "aws_cognito_user_pool_client" "apps" {
  name                          = "${var.name}-apps"
  user_pool_id                  = aws_cognito_user_pool.users.id
  generate_secret               = false
  explicit_auth_flows           = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"]
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true
  auth_session_validity         = 3
  supported_identity_providers  = ["COGNITO"]
  read_attributes               = ["email", "email_verified"]
  write_attributes              = ["email"]
  access_token_validity         = var.token_minutes
  id_token_validity             = var.token_minutes
  refresh_token_validity        = var.login_days

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }
}

resource "aws_cognito_identity_pool" "owners" {
  identity_pool_name               = "${var.name}-owners"
  allow_unauthenticated_identities = false
  allow_classic_flow               = false

  cognito_identity_providers {
    client_id               = aws_cognito_user_pool_client.apps.id
    provider_name           = aws_cognito_user_pool.users.endpoint
    server_side_token_check = true
  }
}

# The one role of signed-in users; what it may do stands in the key vault's module.
resource "aws_iam_role" "owner" {
  name                 = "${var.name}-owner"
  description          = "Every signed-in user, for the own item of private bundles"
  max_session_duration = 3600
  assume_role_policy = templatefile("${path.module}/../../policies/identity-pool-trust.json", {
    identity_pool_id = aws_cognito_identity_pool.owners.id
  })
}

resource "aws_cognito_identity_pool_roles_attachment" "owner" {
  count            = var.on_moto ? 0 : 1
  identity_pool_id = aws_cognito_identity_pool.owners.id
  roles            = { authenticated = aws_iam_role.owner.arn }
}
