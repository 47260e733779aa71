locals {
  bucket     = "${var.name}-mail-${var.account_id}"
  bucket_arn = "arn:aws:s3:::${local.bucket}"
  rules      = "${var.name}-inbound"
  rule       = "support"
  rule_arn   = "arn:aws:ses:${var.region}:${var.account_id}:receipt-rule-set/${local.rules}:receipt-rule/${local.rule}"
}

# Who we are in mail. ----------------------------------------------------------------------------

resource "aws_sesv2_email_identity" "domain" {
  count                  = var.on_moto ? 0 : 1
  email_identity         = var.domain
  configuration_set_name = aws_sesv2_configuration_set.outgoing[0].configuration_set_name

  dkim_signing_attributes {
    next_signing_key_length = "RSA_2048_BIT"
  }
}

resource "aws_sesv2_configuration_set" "outgoing" {
  count                  = var.on_moto ? 0 : 1
  configuration_set_name = "${var.name}-outgoing"

  delivery_options {
    tls_policy = "REQUIRE"
  }

  suppression_options {
    suppressed_reasons = ["BOUNCE", "COMPLAINT"]
  }
}

resource "aws_route53_record" "dkim" {
  count   = var.on_moto ? 0 : 3
  zone_id = var.zone_id
  name    = "${aws_sesv2_email_identity.domain[0].dkim_signing_attributes[0].tokens[count.index]}._domainkey.${var.domain}"
  type    = "CNAME"
  ttl     = 3600
  records = ["${aws_sesv2_email_identity.domain[0].dkim_signing_attributes[0].tokens[count.index]}.dkim.amazonses.com"]
}

resource "aws_route53_record" "inbound" {
  zone_id = var.zone_id
  name    = var.domain
  type    = "MX"
  ttl     = 3600
  records = ["10 inbound-smtp.${var.region}.amazonaws.com"]
}

resource "aws_route53_record" "spf" {
  zone_id = var.zone_id
  name    = var.domain
  type    = "TXT"
  ttl     = 3600
  records = ["v=spf1 include:amazonses.com -all"]
}

resource "aws_route53_record" "dmarc" {
  zone_id = var.zone_id
  name    = "_dmarc.${var.domain}"
  type    = "TXT"
  ttl     = 3600
  records = ["v=DMARC1; p=reject; adkim=s"]
}

# What comes in: into a bucket, and a line in a queue for each. ------------------------------------

resource "aws_ses_receipt_rule_set" "inbound" {
  rule_set_name = local.rules
}

resource "aws_ses_active_receipt_rule_set" "inbound" {
  rule_set_name = aws_ses_receipt_rule_set.inbound.rule_set_name
}

resource "aws_ses_receipt_rule" "support" {
  name          = local.rule
  rule_set_name = aws_ses_receipt_rule_set.inbound.rule_set_name
  recipients    = ["${var.support}@${var.domain}"]
  enabled       = true
  scan_enabled  = true
  tls_policy    = "Require"

  s3_action {
    position          = 1
    bucket_name       = aws_s3_bucket.mail.id
    object_key_prefix = "support/"
  }

  depends_on = [aws_s3_bucket_policy.mail]
}

resource "aws_kms_key" "mail" {
  description             = "Mail to the support address at rest"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = templatefile("${path.module}/../../policies/mail-key.json", {
    account_id = var.account_id
    region     = var.region
  })
}

resource "aws_s3_bucket" "mail" {
  bucket = local.bucket
}

resource "aws_s3_bucket_public_access_block" "mail" {
  bucket                  = aws_s3_bucket.mail.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "mail" {
  bucket = aws_s3_bucket.mail.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.mail.arn
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "mail" {
  bucket = aws_s3_bucket.mail.id

  rule {
    id     = "after-its-time"
    status = "Enabled"

    filter {}

    expiration {
      days = var.mail_days
    }
  }
}

resource "aws_s3_bucket_policy" "mail" {
  bucket = aws_s3_bucket.mail.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "MailOfThisRule"
        Effect    = "Allow"
        Principal = { Service = "ses.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${local.bucket_arn}/support/*"
        Condition = { StringEquals = { "aws:SourceAccount" = var.account_id, "aws:SourceArn" = local.rule_arn } }
      },
      {
        Sid       = "OnlyWithTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })

  depends_on = [aws_s3_bucket_public_access_block.mail]
}

resource "aws_sqs_queue" "given_up" {
  name                      = "${var.name}-mail-given-up"
  message_retention_seconds = 14 * 86400
  kms_master_key_id         = aws_kms_key.mail.arn
}

resource "aws_sqs_queue" "mail" {
  name                       = "${var.name}-mail"
  message_retention_seconds  = 4 * 86400
  visibility_timeout_seconds = 120
  kms_master_key_id          = aws_kms_key.mail.arn
  redrive_policy             = jsonencode({ deadLetterTargetArn = aws_sqs_queue.given_up.arn, maxReceiveCount = 5 })
}

resource "aws_sqs_queue_policy" "given_up" {
  queue_url = aws_sqs_queue.given_up.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyWithTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = "arn:aws:sqs:${var.region}:${var.account_id}:${var.name}-mail-given-up"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_sqs_queue_policy" "mail" {
  queue_url = aws_sqs_queue.mail.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "NewMail"
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = "arn:aws:sqs:${var.region}:${var.account_id}:${var.name}-mail"
        Condition = { StringEquals = { "aws:SourceAccount" = var.account_id }, ArnEquals = { "aws:SourceArn" = local.bucket_arn } }
      },
      {
        Sid       = "OnlyWithTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = "arn:aws:sqs:${var.region}:${var.account_id}:${var.name}-mail"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_s3_bucket_notification" "mail" {
  bucket = aws_s3_bucket.mail.id

  queue {
    queue_arn     = aws_sqs_queue.mail.arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = "support/"
  }

  depends_on = [aws_sqs_queue_policy.mail]
}

resource "aws_cloudwatch_metric_alarm" "given_up" {
  alarm_name          = "${var.name}-mail-given-up"
  alarm_description   = "A mail to the support address could not be taken in after five tries"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.given_up.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.alarm_topic_arn]
}
