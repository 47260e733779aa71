account_id      = "111122223333"
domain          = "sealward.example"
image           = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/sealward@sha256:0000000000000000000000000000000000000000000000000000000000000000"
prober_image    = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/sealward-prober@sha256:0000000000000000000000000000000000000000000000000000000000000000"
operators       = ["arn:aws:iam::111122223333:role/people-on-call"]
alarm_addresses = ["on-call@sealward.example"]
push_webhook    = "https://push.sealward.example/sealward"

availability = {
  probers   = "sofia AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
  contracts = ["{\"id\":\"standard\",\"name\":\"Sealward\",\"target\":\"99.9\",\"zone\":\"Europe/Sofia\"}"]
  status    = { contract = "standard", address = "https://api.sealward.example" }
  mail      = { server = "mail.sealward.example", from = "status@sealward.example" }
}

key_log = {
  key_arn = "arn:aws:kms:eu-central-1:111122223333:key/abababab-2222-4333-8444-555555555555"
  origin  = "api.sealward.example/v1/logs/keys"
}

security = { contact = "mailto:security@sealward.example", expires = "2027-06-30T00:00:00Z" }
