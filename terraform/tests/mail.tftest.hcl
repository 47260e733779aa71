mock_provider "aws" {
  override_resource {
    target          = aws_kms_key.mail
    values          = { arn = "arn:aws:kms:eu-central-1:111122223333:key/adadadad-2222-4333-8444-555555555555" }
    override_during = plan
  }

  override_resource {
    target          = aws_s3_bucket.mail
    values          = { id = "sealward-mail-111122223333" }
    override_during = plan
  }

  override_resource {
    target          = aws_sqs_queue.mail
    values          = { arn = "arn:aws:sqs:eu-central-1:111122223333:sealward-mail", id = "https://sqs/sealward-mail" }
    override_during = plan
  }

  override_resource {
    target          = aws_sqs_queue.given_up
    values          = { arn = "arn:aws:sqs:eu-central-1:111122223333:sealward-mail-given-up", id = "https://sqs/sealward-mail-given-up" }
    override_during = plan
  }
}

variables {
  name            = "sealward"
  account_id      = "111122223333"
  region          = "eu-central-1"
  domain          = "sealward.example"
  zone_id         = "Z1"
  alarm_topic_arn = "arn:aws:sns:eu-central-1:111122223333:sealward-alarms"
}

run "mail" {
  command = plan

  module {
    source = "../modules/mail"
  }

  assert {
    condition     = aws_ses_receipt_rule.support.recipients == toset(["support@sealward.example"]) && one(aws_ses_receipt_rule.support.s3_action).bucket_name == "sealward-mail-111122223333" && one(aws_ses_receipt_rule.support.s3_action).object_key_prefix == "support/"
    error_message = "Mail to the support address is kept."
  }

  assert {
    condition     = aws_ses_receipt_rule.support.tls_policy == "Require" && aws_sesv2_configuration_set.outgoing[0].delivery_options[0].tls_policy == "REQUIRE"
    error_message = "Mail comes and goes with TLS."
  }

  assert {
    condition     = aws_ses_receipt_rule.support.scan_enabled && aws_ses_receipt_rule.support.enabled
    error_message = "Mail is scanned for viruses and spam."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.mail.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:eu-central-1:111122223333:key/adadadad-2222-4333-8444-555555555555" && aws_sqs_queue.mail.kms_master_key_id == "arn:aws:kms:eu-central-1:111122223333:key/adadadad-2222-4333-8444-555555555555"
    error_message = "Mail rests under a key of ours."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.mail.block_public_acls && aws_s3_bucket_public_access_block.mail.block_public_policy && aws_s3_bucket_public_access_block.mail.ignore_public_acls && aws_s3_bucket_public_access_block.mail.restrict_public_buckets
    error_message = "Mail is not public."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.mail.rule[0].expiration[0].days == 90 && aws_s3_bucket_lifecycle_configuration.mail.rule[0].status == "Enabled"
    error_message = "Mail goes after 90 days."
  }

  assert {
    condition     = jsonencode([for s in jsondecode(aws_s3_bucket_policy.mail.policy).Statement : [s.Principal, s.Action, s.Condition] if s.Effect == "Allow"]) == jsonencode([[{ Service = "ses.amazonaws.com" }, "s3:PutObject", { StringEquals = { "aws:SourceAccount" = "111122223333", "aws:SourceArn" = "arn:aws:ses:eu-central-1:111122223333:receipt-rule-set/sealward-inbound:receipt-rule/support" } }]])
    error_message = "Only our rule puts mail there."
  }

  assert {
    condition     = jsonencode([for s in jsondecode(aws_sqs_queue_policy.mail.policy).Statement : [s.Principal, s.Action, s.Resource, s.Condition] if s.Effect == "Allow"]) == jsonencode([[{ Service = "s3.amazonaws.com" }, "sqs:SendMessage", "arn:aws:sqs:eu-central-1:111122223333:sealward-mail", { ArnEquals = { "aws:SourceArn" = "arn:aws:s3:::sealward-mail-111122223333" }, StringEquals = { "aws:SourceAccount" = "111122223333" } }]])
    error_message = "Only our bucket announces mail."
  }

  assert {
    condition = jsonencode([for s in jsondecode(aws_kms_key.mail.policy).Statement : [s.Sid, s.Principal, s.Action, s.Condition] if s.Sid != "AccountAdministersTheKey"]) == jsonencode([
      ["MailAndItsNotices", { Service = ["s3.amazonaws.com", "ses.amazonaws.com"] }, ["kms:Decrypt", "kms:GenerateDataKey"], { StringEquals = { "aws:SourceAccount" = "111122223333" } }],
      ["ReadersOfThisAccount", { AWS = "arn:aws:iam::111122223333:root" }, ["kms:Decrypt", "kms:GenerateDataKey"], { StringEquals = { "kms:ViaService" = ["s3.eu-central-1.amazonaws.com", "sqs.eu-central-1.amazonaws.com"] } }],
    ])
    error_message = "The key of mail is used by SES and S3 for this account, and by readers through S3 and SQS."
  }

  assert {
    condition     = alltrue([for policy in [aws_s3_bucket_policy.mail.policy, aws_sqs_queue_policy.mail.policy, aws_sqs_queue_policy.given_up.policy] : contains([for s in jsondecode(policy).Statement : jsonencode([s.Effect, s.Principal, s.Condition])], jsonencode(["Deny", "*", { Bool = { "aws:SecureTransport" = "false" } }]))])
    error_message = "Mail is reached with TLS."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.mail.redrive_policy).maxReceiveCount == 5 && aws_cloudwatch_metric_alarm.given_up.alarm_actions == toset(["arn:aws:sns:eu-central-1:111122223333:sealward-alarms"]) && aws_cloudwatch_metric_alarm.given_up.threshold == 0
    error_message = "A mail that cannot be taken in is kept and raises an alarm."
  }

  assert {
    condition     = one(aws_s3_bucket_notification.mail.queue).queue_arn == "arn:aws:sqs:eu-central-1:111122223333:sealward-mail"
    error_message = "Each mail is announced."
  }

  assert {
    condition     = aws_route53_record.inbound.records == toset(["10 inbound-smtp.eu-central-1.amazonaws.com"]) && aws_route53_record.inbound.type == "MX"
    error_message = "Mail for the domain comes to SES."
  }

  assert {
    condition     = aws_route53_record.spf.records == toset(["v=spf1 include:amazonses.com -all"]) && aws_route53_record.dmarc.records == toset(["v=DMARC1; p=reject; adkim=s"]) && length(aws_route53_record.dkim) == 3 && aws_sesv2_email_identity.domain[0].dkim_signing_attributes[0].next_signing_key_length == "RSA_2048_BIT"
    error_message = "Nobody else sends mail in the domain's name (SPF, DKIM, DMARC)."
  }
}

run "mail_ofYears_isRefused" {
  command = plan

  module {
    source = "../modules/mail"
  }

  variables {
    mail_days = 1000
  }

  expect_failures = [var.mail_days]
}
