account_id      = "111122223333"
image           = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/sealward@sha256:0000000000000000000000000000000000000000000000000000000000000000"
alarm_addresses = ["on-call@sealward.example"]
serving         = true
snapshot_arn    = "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:awsbackup:copyjob-11111111-2222-4333-8444-555555555555"

production = {
  api_address     = "https://api.sealward.example"
  backup_role_arn = "arn:aws:iam::111122223333:role/sealward-backup"

  identity = {
    region           = "eu-central-1"
    user_pool_id     = "eu-central-1_AbCdEfGhI"
    client_id        = "1example23456789"
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

key_log = {
  key_arn = "arn:aws:kms:eu-west-1:111122223333:key/cdcdcdcd-2222-4333-8444-555555555555"
  origin  = "api.sealward.example/v1/logs/keys/2"
}
