# Where the tests of the modules run: terraform test here needs no network and no account, since the
# provider is a mock that only knows its own schema.
terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}
