# Laid over a live configuration to plan it without AWS: nothing is asked of anybody, and the state
# is a file.

terraform {
  backend "local" {}
}

provider "aws" {
  access_key                  = "offline"
  secret_key                  = "offline"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
  allowed_account_ids         = null
  s3_use_path_style           = true
  max_retries                 = 2
}
