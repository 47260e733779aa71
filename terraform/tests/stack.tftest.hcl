mock_provider "aws" {}

mock_provider "aws" {
  alias = "second"
}

run "withoutOperators_isRefused" {
  command = plan

  module {
    source = "../stack"
  }

  providers = {
    aws        = aws
    aws.second = aws.second
  }

  variables {
    account_id      = "111122223333"
    region          = "eu-central-1"
    second_region   = "eu-west-1"
    domain          = "sealward.example"
    image           = "sealward@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    operators       = []
    alarm_addresses = ["on-call@hospital.example"]

    size = {
      database_class     = "db.r8g.large"
      database_instances = 1
      tasks_least        = 1
      tasks_most         = 2
      task_cpu           = 512
      task_memory        = 1024
    }
  }

  expect_failures = [var.operators]
}
