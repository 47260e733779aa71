mock_provider "aws" {
  override_resource {
    target = aws_cognito_identity_pool.owners
    values = { id = "eu-central-1:11111111-2222-4333-8444-555555555555" }

    override_during = plan
  }
}

variables {
  name = "sealward"
  mail = { identity_arn = "arn:aws:ses:eu-central-1:111122223333:identity/sealward.example", from = "Sealward <no-reply@sealward.example>" }
}

run "identity" {
  command = plan

  module {
    source = "../modules/identity"
  }

  # Logins.

  assert {
    condition     = aws_cognito_user_pool_client.apps.explicit_auth_flows == toset(["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"])
    error_message = "Whoever logs in proves the password by SRP, in no other way."
  }

  assert {
    condition     = aws_cognito_user_pool_client.apps.generate_secret == false
    error_message = "Apps have no secret: in an app it would be none."
  }

  assert {
    condition     = aws_cognito_user_pool_client.apps.prevent_user_existence_errors == "ENABLED"
    error_message = "A login does not tell whether somebody is a user."
  }

  assert {
    condition     = aws_cognito_user_pool_client.apps.enable_token_revocation == true
    error_message = "A login can be ended."
  }

  assert {
    condition = (aws_cognito_user_pool_client.apps.access_token_validity == 60
      && aws_cognito_user_pool_client.apps.id_token_validity == 60
      && aws_cognito_user_pool_client.apps.refresh_token_validity == 30
      && one(aws_cognito_user_pool_client.apps.token_validity_units).access_token == "minutes"
      && one(aws_cognito_user_pool_client.apps.token_validity_units).id_token == "minutes"
    && one(aws_cognito_user_pool_client.apps.token_validity_units).refresh_token == "days")
    error_message = "Tokens live for an hour, a login for 30 days."
  }

  assert {
    condition     = aws_cognito_user_pool_client.apps.write_attributes == toset(["email"])
    error_message = "Users write their address and no other attribute."
  }

  # The pool.

  assert {
    condition = (aws_cognito_user_pool.users.mfa_configuration == "OPTIONAL"
    && aws_cognito_user_pool.users.software_token_mfa_configuration[0].enabled)
    error_message = "A second factor (TOTP) is offered to everybody."
  }

  assert {
    condition     = aws_cognito_user_pool.users.user_pool_add_ons[0].advanced_security_mode == "ENFORCED" && aws_cognito_user_pool.users.user_pool_tier == "PLUS"
    error_message = "Threat protection acts, in the tier that has it."
  }

  assert {
    condition     = one(aws_cognito_risk_configuration.known_passwords[0].compromised_credentials_risk_configuration[0].actions).event_action == "BLOCK"
    error_message = "Passwords that are known from elsewhere are refused."
  }

  assert {
    condition     = aws_cognito_risk_configuration.known_passwords[0].compromised_credentials_risk_configuration[0].event_filter == toset(["PASSWORD_CHANGE", "SIGN_UP"])
    error_message = "Known passwords are looked for where Cognito sees one: at sign-up and change."
  }

  assert {
    condition     = aws_cognito_user_pool.users.password_policy[0].minimum_length == 47
    error_message = "Only login secrets that clients derive (47 characters) are passwords, and no passphrase."
  }

  assert {
    condition     = aws_cognito_user_pool.users.deletion_protection == "ACTIVE"
    error_message = "Users are not deleted by mistake."
  }

  assert {
    condition     = aws_cognito_user_pool.users.user_attribute_update_settings[0].attributes_require_verification_before_update == toset(["email"])
    error_message = "A new address counts once it is verified."
  }

  assert {
    condition     = aws_cognito_user_pool.users.username_configuration[0].case_sensitive == false
    error_message = "Addresses in capitals are no other users."
  }

  assert {
    condition     = toset(keys(aws_cognito_user_group.roles)) == toset(["institution-admin", "operator", "reviewer", "specialist"])
    error_message = "The groups are the service's roles."
  }

  assert {
    condition     = alltrue([for group in aws_cognito_user_group.roles : group.role_arn == null])
    error_message = "No group has a role in AWS."
  }

  assert {
    condition     = aws_cognito_user_pool.users.email_configuration[0].email_sending_account == "DEVELOPER" && aws_cognito_user_pool.users.email_configuration[0].source_arn == "arn:aws:ses:eu-central-1:111122223333:identity/sealward.example"
    error_message = "Codes are sent from the institution's own domain."
  }

  # The identity pool.

  assert {
    condition     = aws_cognito_identity_pool.owners.allow_unauthenticated_identities == false
    error_message = "There are no guests."
  }

  assert {
    condition     = aws_cognito_identity_pool.owners.allow_classic_flow == false
    error_message = "Credentials come by the enhanced flow alone, which binds them to the pool's role."
  }

  assert {
    condition     = alltrue([for provider in aws_cognito_identity_pool.owners.cognito_identity_providers : provider.server_side_token_check])
    error_message = "A token whose login was ended gives no credentials."
  }

  assert {
    condition     = jsonencode(keys(aws_cognito_identity_pool_roles_attachment.owner[0].roles)) == jsonencode(["authenticated"])
    error_message = "There is one role, for who is signed in."
  }

  assert {
    condition = jsonencode(jsondecode(aws_iam_role.owner.assume_role_policy)) == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "SignedInUsersOfThisPool"
        Effect    = "Allow"
        Principal = { Federated = "cognito-identity.amazonaws.com" }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals               = { "cognito-identity.amazonaws.com:aud" = "eu-central-1:11111111-2222-4333-8444-555555555555" }
          "ForAnyValue:StringEquals" = { "cognito-identity.amazonaws.com:amr" = "authenticated" }
        }
      }]
    })
    error_message = "The role of owners is for signed-in users of this pool alone."
  }

  assert {
    condition     = aws_iam_role.owner.max_session_duration == 3600
    error_message = "Credentials of owners live for an hour."
  }
}

run "longLives_areRefused" {
  command = plan

  module {
    source = "../modules/identity"
  }

  variables {
    token_minutes = 1440
    login_days    = 365
  }

  expect_failures = [var.token_minutes, var.login_days]
}
