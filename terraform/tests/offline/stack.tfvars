account_id      = "111122223333"
domain          = "sealward.example"
image           = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/sealward@sha256:0000000000000000000000000000000000000000000000000000000000000000"
prober_image    = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/sealward-prober@sha256:0000000000000000000000000000000000000000000000000000000000000000"
operators       = ["arn:aws:iam::111122223333:role/people-on-call"]
alarm_addresses = ["on-call@sealward.example"]
push_webhook    = "https://push.sealward.example/sealward"
