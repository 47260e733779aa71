mock_provider "aws" {
  override_resource {
    target          = module.database[0].aws_rds_cluster.database
    values          = { endpoint = "restored.cluster-abc.eu-west-1.rds.amazonaws.com" }
    override_during = plan
  }

  override_resource {
    target          = aws_acm_certificate_validation.api
    values          = { certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/valid" }
    override_during = plan
  }
}

variables {
  account_id      = "111122223333"
  image           = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/sealward-recovery@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  alarm_addresses = ["on-call@hospital.example"]

  production = {
    api_address     = "https://api.sealward.example"
    backup_role_arn = "arn:aws:iam::111122223333:role/sealward-backup"

    identity = {
      region           = "eu-central-1"
      user_pool_id     = "eu-central-1_AbCdEfGhI"
      client_id        = "client"
      identity_pool_id = "eu-central-1:11111111-2222-4333-8444-555555555555"
      issuer           = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI"
    }

    keyvault = {
      private_table_name = "sealward-private-bundles"
      private_table_arn  = "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-private-bundles"
      private_key_arn    = "arn:aws:kms:eu-central-1:111122223333:key/aaaaaaaa-2222-4333-8444-555555555555"
      public_table_name  = "sealward-public-bundles"
      public_table_arn   = "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-public-bundles"
      public_key_arn     = "arn:aws:kms:eu-central-1:111122223333:key/bbbbbbbb-2222-4333-8444-555555555555"
      service_role_name  = "sealward-service"
    }
  }
}

run "standingBy" {
  command = plan

  module {
    source = "../live/recovery"
  }

  assert {
    condition     = length(module.database) == 0
    error_message = "While it stands by there is no database, into which no snapshot could be restored."
  }
}

run "serving" {
  command = plan

  module {
    source = "../live/recovery"
  }

  variables {
    serving      = true
    snapshot_arn = "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:copy"
  }

  assert {
    condition     = length(module.database) == 1 && strcontains(module.database[0].jdbc_url, "restored.cluster-abc.eu-west-1")
    error_message = "When it serves, the database is one of the snapshot."
  }

  assert {
    condition     = aws_acm_certificate.api.domain_name == "api.sealward.example"
    error_message = "It has a certificate for production's address."
  }
}

run "serving_withoutASnapshot_orInProductionsRegion_isRefused" {
  command = plan

  module {
    source = "../live/recovery"
  }

  variables {
    serving = true
    region  = "eu-central-1"
  }

  expect_failures = [var.serving, var.region]
}
