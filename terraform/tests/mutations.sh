# shellcheck shell=bash
# The list of mutate.sh: FILE, what becomes what, whose tests notice, by which assertion or run.

# identity
i=modules/identity/main.tf
mutation $i '"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"' '"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"' identity 'Whoever logs in proves the password by SRP'
mutation $i '"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"' '"ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"' identity 'Whoever logs in proves the password by SRP'
mutation $i 'generate_secret               = false' 'generate_secret               = true' identity 'Apps have no secret'
mutation $i '"ENABLED"' '"LEGACY"' identity 'A login does not tell whether somebody is a user'
mutation $i 'enable_token_revocation       = true' 'enable_token_revocation       = false' identity 'A login can be ended'
mutation $i 'access_token_validity         = var.token_minutes' 'access_token_validity         = 30' identity 'Tokens live for an hour'
mutation $i 'refresh_token = "days"' 'refresh_token = "hours"' identity 'Tokens live for an hour'
mutation modules/identity/variables.tf 'default     = 60' 'default     = 30' identity 'Tokens live for an hour'
mutation $i 'write_attributes              = ["email"]' 'write_attributes              = ["email", "name"]' identity 'Users write their address'
mutation $i 'mfa_configuration = "OPTIONAL"' 'mfa_configuration = "OFF"' identity 'A second factor (TOTP) is offered'
mutation $i $'software_token_mfa_configuration {\n    enabled = true' $'software_token_mfa_configuration {\n    enabled = false' identity 'A second factor (TOTP) is offered'
mutation $i 'advanced_security_mode = "ENFORCED"' 'advanced_security_mode = "AUDIT"' identity 'Threat protection acts'
mutation $i 'user_pool_tier           = "PLUS"' 'user_pool_tier           = "ESSENTIALS"' identity 'Threat protection acts'
mutation $i 'event_action = "BLOCK"' 'event_action = "NO_ACTION"' identity 'Passwords that are known from elsewhere'
mutation $i '["PASSWORD_CHANGE", "SIGN_UP"]' '["SIGN_IN"]' identity 'Known passwords are looked for'
mutation $i 'minimum_length                   = 47' 'minimum_length                   = 8' identity 'Only login secrets that clients derive'
mutation $i 'deletion_protection      = "ACTIVE"' 'deletion_protection      = "INACTIVE"' identity 'Users are not deleted by mistake'
mutation $i 'attributes_require_verification_before_update = ["email"]' 'attributes_require_verification_before_update = []' identity 'A new address counts once it is verified'
mutation $i 'case_sensitive = false' 'case_sensitive = true' identity 'Addresses in capitals are no other users'
mutation $i '    reviewer          = "Reviewers"' '    auditor           = "Auditors"' identity "The groups are the service's roles"
mutation $i '  description  = each.value' '  description  = each.value
  role_arn     = "arn:aws:iam::111122223333:role/admin"' identity 'No group has a role in AWS'
mutation $i 'allow_unauthenticated_identities = false' 'allow_unauthenticated_identities = true' identity 'There are no guests'
mutation $i 'allow_classic_flow               = false' 'allow_classic_flow               = true' identity 'Credentials come by the enhanced flow alone'
mutation $i 'server_side_token_check = true' 'server_side_token_check = false' identity 'A token whose login was ended gives no credentials'
mutation $i 'roles            = { authenticated = aws_iam_role.owner.arn }' 'roles            = { authenticated = aws_iam_role.owner.arn, unauthenticated = aws_iam_role.owner.arn }' identity 'There is one role, for who is signed in'
mutation policies/identity-pool-trust.json '"authenticated"' '"unauthenticated"' identity 'The role of owners is for signed-in users'
mutation policies/identity-pool-trust.json '"StringEquals": { "cognito-identity.amazonaws.com:aud": "${identity_pool_id}" },' '' identity 'The role of owners is for signed-in users'
mutation $i 'max_session_duration = 3600' 'max_session_duration = 43200' identity 'Credentials of owners live for an hour'
mutation $i 'email_sending_account = "DEVELOPER"' 'email_sending_account = "COGNITO_DEFAULT"' identity 'Codes are sent from the institution'
mutation modules/identity/variables.tf 'var.token_minutes <= 60' 'var.token_minutes <= 1440' identity 'var.token_minutes, was expected to report an error'
mutation modules/identity/variables.tf 'var.login_days <= 90' 'var.login_days <= 3650' identity 'var.login_days, was expected to report an error'

# keyvault: tables
k=modules/keyvault/main.tf
mutation $k 'hash_key                    = "identityId"' 'hash_key                    = "userId"' keyvault "A private bundle's key is the identity id"
mutation $k 'range_key                   = "version"' 'range_key                   = "revision"' keyvault "A public bundle's key is a user and a version"
mutation $k 'kms_key_arn = aws_kms_key.private_table.arn' 'kms_key_arn = null' keyvault 'Private bundles rest under a key of ours'
mutation $k 'kms_key_arn = aws_kms_key.public_table.arn' 'kms_key_arn = aws_kms_key.private_table.arn' keyvault 'Public bundles rest under a key of ours'
mutation $k $'point_in_time_recovery {\n    enabled = true' $'point_in_time_recovery {\n    enabled = false' keyvault 'Both tables can be restored'
mutation $k 'deletion_protection_enabled = true' 'deletion_protection_enabled = false' keyvault 'Neither table is deleted by mistake'
mutation $k '  hash_key                    = "identityId"' '  stream_enabled              = true
  stream_view_type            = "NEW_IMAGE"
  hash_key                    = "identityId"' keyvault 'There is no other way to private bundles'
mutation $k 'enable_key_rotation     = true' 'enable_key_rotation     = false' keyvault 'Keys change every year'
mutation $k 'deletion_in_days = 30' 'deletion_in_days = 7' keyvault 'Keys change every year'
mutation $k 'target_key_id = aws_kms_key.private_bundles.key_id' 'target_key_id = aws_kms_key.public_bundles.key_id' keyvault 'The aliases name the keys of bundles'

# keyvault: the owner
o=policies/owner-identity.json
owner='An owner reads, writes and updates the own item'
mutation $o '"dynamodb:UpdateItem"]' '"dynamodb:UpdateItem", "dynamodb:Scan"]' keyvault "$owner"
mutation $o '["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]' '["dynamodb:*"]' keyvault "$owner"
mutation $o '"${private_table_arn}"' '"*"' keyvault "$owner"
mutation $o '"ForAnyValue:StringEquals": {
          "dynamodb:LeadingKeys": ["$${cognito-identity.amazonaws.com:sub}"]
        },' '' keyvault "$owner"
mutation $o '"ForAllValues:StringEquals": {
          "dynamodb:LeadingKeys": ["$${cognito-identity.amazonaws.com:sub}"]
        },' '' keyvault "$owner"
mutation $o '"Null": { "dynamodb:LeadingKeys": "false" }' '"Null": { "dynamodb:LeadingKeys": "true" }' keyvault "$owner"
mutation $o '"${private_key_arn}"' '"*"' keyvault "$owner"
mutation $o '"kms:EncryptionContext:identityId": "$${cognito-identity.amazonaws.com:sub}"' '"kms:EncryptionContext:purpose": "public-bundles"' keyvault "$owner"
mutation $o '"kms:Decrypt"]' '"kms:Decrypt", "kms:CreateGrant"]' keyvault "$owner"
mutation $k 'role = var.owner_role_name' 'role = aws_iam_role.service.name' keyvault "The owner's policy is the owner's"

# keyvault: the table's policy
t=policies/private-bundles-table.json
mutation $k 'resource_arn = aws_dynamodb_table.private_bundles.arn' 'resource_arn = "arn:aws:dynamodb:eu-central-1:111122223333:table/sealward-public-bundles"' keyvault 'The table of private bundles has a policy of its own'
mutation $t '"Effect": "Deny"' '"Effect": "Allow"' keyvault "The table's policy denies everybody but"
mutation $t '"aws:PrincipalArn": "${owner_role_arn}"' '"aws:PrincipalArn": ["${owner_role_arn}", "arn:aws:iam::111122223333:role/sealward-service"]' keyvault "The table's policy denies everybody but"
mutation $t '"Principal": "*"' '"Principal": { "AWS": "arn:aws:iam::111122223333:role/sealward-service" }' keyvault "The table's policy denies everybody but"
for action in BatchGetItem ConditionCheckItem GetItem PartiQLSelect Query Scan UpdateItem; do
  comma=, && [[ $action != UpdateItem ]] || comma=
  mutation $t "\"dynamodb:$action\"$comma" "\"dynamodb:DescribeTable\"$comma" keyvault "The table's policy denies every way"
done
mutation $t ', "${private_table_arn}/index/*"' '' keyvault "The table's policy is about the table and whatever index"

# keyvault: keys
p=policies/private-bundles-key.json
mutation $p '"Condition": { "StringNotEquals": { "aws:PrincipalArn": "${owner_role_arn}" } }' '"Condition": { "StringEquals": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/sealward-service" } }' keyvault 'The key of private bundles is denied to everybody but'
mutation $p '"kms:CreateGrant",' '' keyvault 'No use of the key of private bundles is left out'
mutation $p '"kms:ReEncryptFrom",' '' keyvault 'No use of the key of private bundles is left out'
mutation $p '"Null": { "kms:EncryptionContext:identityId": "false" }' '"Null": { "kms:EncryptionContext:identityId": "true" }' keyvault 'Owners use the key with an identity id as context'
mutation $p '"kms:CancelKeyDeletion",' '"kms:CancelKeyDeletion", "kms:Decrypt",' keyvault 'Who administers the keys of bundles does not use them'
mutation policies/public-bundles-key.json '"Condition": { "StringNotEquals": { "aws:PrincipalArn": "${service_role_arn}" } }' '"Condition": { "StringEquals": { "aws:PrincipalArn": "${service_role_arn}" } }' keyvault 'The key of public bundles is the service'
mutation policies/public-bundles-key.json '"kms:CancelKeyDeletion",' '"kms:CancelKeyDeletion", "kms:CreateGrant",' keyvault 'Who administers the keys of bundles does not use them'
mutation policies/private-table-store-key.json '"Effect": "Deny"' '"Effect": "Allow"' keyvault 'The disks of private bundles are closed to the service'
mutation policies/private-table-store-key.json '"kms:ViaService": "dynamodb.${region}.amazonaws.com"' '"kms:ViaService": "s3.${region}.amazonaws.com"' keyvault 'The keys of disks are used through DynamoDB alone'
mutation policies/store-key.json '"kms:CallerAccount": "${account_id}",' '' keyvault 'The keys of disks are used through DynamoDB alone'

# keyvault: the service's role
s=policies/service-role.json
mutation modules/keyvault/main.tf '"${var.name}-service"' '"${var.name}-api"' keyvault "The service's role has the name"
mutation modules/keyvault/service.tf 'ecs-tasks.amazonaws.com' 'ec2.amazonaws.com' keyvault 'Only tasks of this account become the service'
mutation modules/keyvault/service.tf 'Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }' 'Condition = { StringEquals = { "aws:SourceAccount" = "*" } }' keyvault 'Only tasks of this account become the service'
mutation $s '"Action": "dynamodb:*"' '"Action": ["dynamodb:GetItem", "dynamodb:Query"]' keyvault 'The service is denied the table of private bundles'
mutation $s ', "${private_table_arn}/*"' '' keyvault 'The service is denied the table of private bundles'
mutation $s '"Resource": "${private_key_arn}"' '"Resource": "${public_key_arn}"' keyvault 'The service is denied the key of private bundles'
mutation $s '"Null": { "kms:EncryptionContext:identityId": "false" }' '"Null": { "kms:EncryptionContext:identityId": "true" }' keyvault "The service is denied every key in an owner's context"
mutation $s '"sts:AssumeRole", ' '' keyvault 'The service becomes nobody else'
mutation $s '"Resource": "${public_table_arn}"' '"Resource": "*"' keyvault 'The service is allowed to put public bundles'
mutation $s '"cognito-idp:AdminGetUser"]' '"cognito-idp:AdminGetUser", "cognito-idp:AdminSetUserPassword"]' keyvault 'The service is allowed to put public bundles'
mutation $s '"kms:GenerateDataKey"' '["kms:GenerateDataKey", "kms:Decrypt"]' keyvault 'The service is allowed to put public bundles'
mutation $s '"dynamodb:PutItem"' '["dynamodb:PutItem", "dynamodb:Query"]' keyvault 'The service is allowed to put public bundles'
mutation policies/eu-regions.json '"eu-west-3"' '"eu-west-3", "us-east-1"' keyvault 'The service is denied everything outside the EU'

# keyvault: the trail
r=modules/keyvault/trail.tf
mutation $r 'equals = [local.private_arn]' 'equals = [local.public_arn]' keyvault 'The trail has every use of private bundles'
mutation $r 'equals = ["false"]' 'equals = ["true"]' keyvault 'The trail has every change of what keeps others out'
mutation $r 'enable_log_file_validation    = true' 'enable_log_file_validation    = false' keyvault 'The trail is sealed, encrypted'
mutation $r 'is_multi_region_trail         = true' 'is_multi_region_trail         = false' keyvault 'The trail is sealed, encrypted'
mutation $r 'sessionIssuer.arn NOT EXISTS) ||' 'sessionIssuer.arn NOT EXISTS) &&' keyvault 'What counts is every use of private bundles'
mutation $r '${local.owner_role_arn}\"' '${local.service_role_arn}\"' keyvault 'What counts is every use of private bundles'
mutation $r '($.errorCode NOT EXISTS) && (${local.by_no_owner})' '($.errorCode EXISTS) && (${local.by_no_owner})' keyvault 'What counts is every use of private bundles'
mutation $r '      "PutResourcePolicy",' '' keyvault 'What counts is every change of policies'
mutation $r '      "RestoreTableToPointInTime",' '' keyvault 'What counts is every way to copy a table'
mutation $r '      "UpdateTable",' '' keyvault 'What counts is every way to copy a table'
mutation $r '      "Unsubscribe",' '' keyvault 'What counts is who takes away an alarm'
mutation $r '  threshold           = 1' '  threshold           = 10' keyvault 'One such event raises an alarm'
mutation $r 'alarm_actions       = [var.alarm_topic_arn]' 'alarm_actions       = []' keyvault 'One such event raises an alarm'
mutation $r 'metric_name         = "${var.name}-${each.key}"' 'metric_name         = each.key' keyvault 'One such event raises an alarm'
mutation $r 'object_lock_enabled = true' 'object_lock_enabled = false' keyvault 'Files of the trail are locked'
mutation $r 'block_public_policy     = true' 'block_public_policy     = false' keyvault 'Files of the trail are not public'
mutation $r '"aws:SecureTransport" = "false"' '"aws:SecureTransport" = "true"' keyvault 'Files of the trail are reached with TLS'
mutation $r 'bucket_key_enabled = false' 'bucket_key_enabled = true' keyvault 'Files of the trail are encrypted without a bucket key'
mutation $r '"aws:SourceArn" = local.trail_arn, "s3:x-amz-acl"' '"s3:x-amz-acl"' keyvault 'Only our trail writes files of it'
mutation $r '/AWSLogs/${var.account_id}/*' '/*' keyvault 'Only our trail writes files of it'
mutation $r 'retention_in_days = var.log_days' 'retention_in_days = 7' keyvault "The trail's log is encrypted"
mutation policies/eu-regions.json '"eu-west-1"' '"eu-west-1", "eu-west-2"' keyvault 'var.region, was expected to report an error'

# network
n=modules/network/main.tf
mutation $n 'cidrsubnet(var.cidr, 8, each.value)' 'cidrsubnet(var.cidr, 8, each.value + 4)' network "Public subnets lie where"
mutation $n 'cidrsubnet(var.cidr, 4, each.value + 1)' 'cidrsubnet(var.cidr, 4, each.value + 2)' network 'Tasks and the database have subnets of their own'
mutation $n 'map_public_ip_on_launch = false' 'map_public_ip_on_launch = true' network 'Nothing gets a public address by itself'
mutation $n 'route_table_id = aws_route_table.private[each.key].id' 'route_table_id = aws_route_table.public.id' network 'Tasks get out through a NAT gateway'
mutation $n 'route_table_id = aws_route_table.database.id' 'route_table_id = aws_route_table.private[each.key].id' network 'The database has no way out'
mutation modules/network/outputs.tf 'aws_subnet.public[zone].cidr_block' 'aws_subnet.private[zone].cidr_block' network "The service trusts the balancer's addresses alone"
mutation $n $'for_each      = local.zones\n  subnet_id     = aws_subnet.public[each.key].id\n  allocation_id = aws_eip.nat[each.key].id' $'for_each      = merge(local.zones, { d = 3 })\n  subnet_id     = aws_subnet.public["a"].id\n  allocation_id = aws_eip.nat["a"].id' network 'Each zone has a gateway of its own'
mutation $n 'traffic_type    = "REJECT"' 'traffic_type    = "ALL"' network 'Refused connections are recorded'
mutation $n 'kms_key_id        = var.logs_key_arn' 'kms_key_id        = null' network 'The record is encrypted'
g=modules/network/security.tf
mutation $g 'from_port         = 443' 'from_port         = 80' network 'From the internet only the balancer'
mutation $g $'security_group_id            = aws_security_group.service.id\n  description                  = "From the balancer: ${each.key}"\n  referenced_security_group_id = aws_security_group.balancer.id' $'security_group_id            = aws_security_group.service.id\n  description                  = "From the balancer: ${each.key}"\n  cidr_ipv4                    = "0.0.0.0/0"' network 'Tasks are reached by the balancer alone'
mutation $g $'description                  = "Tasks of the service"\n  referenced_security_group_id = aws_security_group.service.id' $'description                  = "Tasks of the service"\n  cidr_ipv4                    = "0.0.0.0/0"' network 'The database is reached by tasks alone'
mutation $g $'description                  = "Tasks of the service, over TLS"\n  referenced_security_group_id = aws_security_group.service.id' $'description                  = "Tasks of the service, over TLS"\n  cidr_ipv4                    = "10.0.0.0/8"' network 'Endpoints are reached by tasks alone'
mutation $g $'description       = "AWS, the gateway for pushes and webhooks, over TLS"\n  cidr_ipv4         = "0.0.0.0/0"\n  ip_protocol       = "tcp"\n  from_port         = 443' $'description       = "AWS, the gateway for pushes and webhooks, over TLS"\n  cidr_ipv4         = "0.0.0.0/0"\n  ip_protocol       = "tcp"\n  from_port         = 80' network 'Tasks speak to the database and'
mutation $g $'description                  = "To tasks: ${each.key}"\n  referenced_security_group_id = aws_security_group.service.id' $'description                  = "To tasks: ${each.key}"\n  referenced_security_group_id = aws_security_group.database.id' network 'The balancer speaks to tasks alone'
mutation $g 'to_port           = var.mail_port' 'to_port           = 65535' network 'Tasks reach a mail server'
mutation $n 'ingress = []' 'ingress = [{ protocol = "-1", self = true, from_port = 0, to_port = 0, description = "", cidr_blocks = [], ipv6_cidr_blocks = [], prefix_list_ids = [], security_groups = [] }]' network 'The default group is closed'
e=modules/network/endpoints.tf
mutation $e '"kms", ' '' network 'Keys, secrets, images and logs are reached without the internet'
mutation $e 'private_dns_enabled = true' 'private_dns_enabled = false' network 'Keys, secrets, images and logs are reached without the internet'
mutation $e 'flatten([for arn in var.reachable.buckets : [arn, "${arn}/*"]])' '["*"]' network 'The way to S3 leads to our buckets'
mutation $e 'Resource  = var.reachable.tables' 'Resource  = ["*"]' network 'The way to DynamoDB leads to our tables'
mutation $e 'service_name      = "com.amazonaws.${var.region}.dynamodb"
  vpc_endpoint_type = "Gateway"' 'service_name      = "com.amazonaws.${var.region}.dynamodb"
  vpc_endpoint_type = "Interface"' network 'S3 and DynamoDB are reached without the internet'
mutation modules/network/variables.tf 'length(var.zones) >= 2' 'length(var.zones) >= 1' network 'var.zones, was expected to report an error'
mutation modules/network/variables.tf '^10\\.' '^[0-9]+\\.' network 'var.cidr, was expected to report an error'

# database
d=modules/database/main.tf
mutation $d 'family = "aurora-postgresql18"' 'family = "aurora-postgresql17"' database 'The database is the PostgreSQL 18'
mutation $d 'manage_master_user_password   = true' 'master_password               = "secret-of-a-test"' database "AWS keeps the administrator's password"
mutation $d 'storage_encrypted         = true' 'storage_encrypted         = false' database 'The database and its backups rest under a key of ours'
mutation $d 'enable_key_rotation     = true' 'enable_key_rotation     = false' database "The database's key changes every year"
mutation $d '"secretsmanager.${var.region}.amazonaws.com"' '"secretsmanager.${var.region}.amazonaws.com", "ec2.${var.region}.amazonaws.com"' database "The database's key is used through RDS"
mutation modules/database/variables.tf '[a-su-z]' '[a-z]' database 'var.instance_class, was expected to report an error'
mutation $d 'deletion_protection       = true' 'deletion_protection       = false' database 'The database is not deleted by mistake'
mutation $d 'skip_final_snapshot       = false' 'skip_final_snapshot       = true' database 'The database is not deleted by mistake'
mutation modules/database/variables.tf 'default     = 35' 'default     = 7' database 'The database can be restored to any second'
mutation $d $'name  = "rds.force_ssl"\n    value = "1"' $'name  = "rds.force_ssl"\n    value = "0"' database 'The database takes TLS alone'
mutation $d '"scram-sha-256"' '"md5"' database 'The database takes TLS alone'
mutation $d 'log_statement              = "none"' 'log_statement              = "all"' database 'No statement and no row'
mutation $d 'log_error_verbosity        = "terse"' 'log_error_verbosity        = "default"' database 'No statement and no row'
mutation $d 'publicly_accessible        = false' 'publicly_accessible        = true' database 'The database has no public address'
mutation $d 'auto_minor_version_upgrade = false' 'auto_minor_version_upgrade = true' database "The database's version changes when"
mutation modules/database/variables.tf 'default     = 2' 'default     = 1' database 'A second instance takes over'
mutation $d 'vpc_security_group_ids          = [var.security_group_id]' 'vpc_security_group_ids          = ["sg-default"]' database 'The database stands where only tasks reach it'
mutation modules/database/variables.tf 'default     = false' 'default     = true' database 'SQL cannot be sent through AWS'
mutation modules/database/outputs.tf 'sslmode=verify-full' 'sslmode=require' database "The service checks the database's certificate"
mutation $d 'kms_key_id        = var.logs_key_arn' 'kms_key_id        = null' database "The database's log is encrypted"
mutation modules/database/variables.tf '^18\\.[0-9]+$' '^1[78]\\.[0-9]+$' database 'var.engine_version, was expected to report an error'
mutation modules/database/variables.tf 'var.backup_days >= 7' 'var.backup_days >= 1' database 'var.backup_days, was expected to report an error'

# images
m=modules/images/main.tf
for line in block_public_acls block_public_policy ignore_public_acls restrict_public_buckets; do
  mutation $m "$(printf '%-23s = true' $line)" "$(printf '%-23s = false' $line)" images 'Objects are not public'
done
mutation $m '"BucketOwnerEnforced"' '"BucketOwnerPreferred"' images 'There are no access lists of single objects'
mutation $m $'versioning_configuration {\n    status = "Enabled"' $'versioning_configuration {\n    status = "Suspended"' images 'Backups and locks, which need versions'
mutation $m 'sse_algorithm     = "aws:kms"' 'sse_algorithm     = "AES256"' images 'Objects rest under a key of ours'
mutation $m 'enable_key_rotation     = true' 'enable_key_rotation     = false' images 'The key of objects changes every year'
mutation $m '"s3.${var.region}.amazonaws.com"' '"s3.${var.region}.amazonaws.com", "ec2.${var.region}.amazonaws.com"' images 'The key of objects is used through S3 alone'
mutation $m 'days_after_initiation = 7' 'days_after_initiation = 365' images 'Uploads that nobody finishes go after a week'
mutation $m $'id     = "what-was-only-hidden"\n    status = "Enabled"' $'id     = "what-was-only-hidden"\n    status = "Disabled"' images 'What could only be hidden is gone'
mutation modules/images/variables.tf 'default     = null' 'default     = 30' images 'Without being asked for, nothing is locked'
b=policies/objects-bucket.json
mutation $b '"aws:SecureTransport": "false"' '"aws:SecureTransport": "true"' images 'Objects are reached with TLS'
mutation $b '"Null": { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },' '' images 'No object is put under another key'
mutation $b '"s3:x-amz-server-side-encryption": "aws:kms"' '"s3:x-amz-server-side-encryption": ["AES256", "aws:kms"]' images 'Whoever says how an object is encrypted'
mutation $b '"s3:x-amz-server-side-encryption-aws-kms-key-id": "true"' '"s3:x-amz-server-side-encryption-aws-kms-key-id": "false"' images 'Whoever says how an object is encrypted'
mutation policies/store-key.json '"kms:CancelKeyDeletion",' '"kms:CancelKeyDeletion", "kms:Decrypt",' images 'Who administers the key of objects does not use it'
mutation policies/store-key.json '"Principal": "*"' '"Principal": { "AWS": "*" }' images 'Who administers the key of objects does not use it'
mutation $b '["${service_role_arn}", "${backup_role_arn}"]' '["${service_role_arn}", "${backup_role_arn}", "arn:aws:iam::111122223333:role/sealward-operator"]' images 'Nobody but the service and backups touches objects'
mutation $b '        "s3:GetObjectVersion",' '' images 'Reading, writing and deleting objects and their versions'
mutation $b $'"Sid": "OnlyTheServiceAndBackupsTouchObjects",\n      "Effect": "Deny"' $'"Sid": "OnlyTheServiceAndBackupsTouchObjects",\n      "Effect": "Allow"' images "The bucket's policy allows nobody anything"
mutation $m 'mode = "COMPLIANCE"' 'mode = "GOVERNANCE"' images 'A lock holds against everybody'
mutation modules/images/variables.tf 'var.deleted_days <= 90' 'var.deleted_days <= 400' images 'var.deleted_days, was expected to report an error'

# service: the task
v=modules/service/main.tf
mutation $v 'user            = 65532' 'user            = 0' service 'The service runs as a user without rights'
mutation $v 'readonlyRootFilesystem = true' 'readonlyRootFilesystem = false' service 'The service cannot write to its own files'
mutation $v 'containerPath = "/tmp"' 'containerPath = "/data"' service 'Temporary files, and the native library'
mutation $v 'drop = ["ALL"]' 'drop = []' service 'The service has no capability of Linux'
mutation $v 'stopTimeout            = 30' 'stopTimeout            = 2' service 'A task has 30 seconds to end in order'
mutation $v 'management_port = 8081' 'management_port = 9090' service "Ports are the image's"
mutation $v 'task_role_arn            = local.role_arn' 'task_role_arn            = aws_iam_role.start.arn' service "The service's role is not the one that reads its secrets"
mutation $v '    SEALWARD_OBJECTS_BUCKET           = var.objects.bucket' '' service 'The service gets its settings'
mutation $v 'MICRONAUT_SERVER_SSL_ENABLED        = "true"' 'MICRONAUT_SERVER_SSL_ENABLED        = "false"' service 'The service gets its settings'
mutation $v 'join(",", var.network.public_cidrs)' '"0.0.0.0/0"' service 'The service gets its settings'
mutation $v '["database", "migration_password"]' '["database", "password"]' service 'Secrets come from Secrets Manager'
mutation $v '["notices", "mail"]' '["notices", "webhook"]' service 'Secrets come from Secrets Manager'
mutation $v '{ SEALWARD_STATUS_SECRET = ["notices", "status"] } : {}' '{} : {}' service 'Secrets come from Secrets Manager'
mutation $v '    SEALWARD_KEY_VAULT_CANARY_PASSWORD      = ["canary", "password"]' '' service 'Secrets come from Secrets Manager'
mutation $v 'kms_key_id              = aws_kms_key.service.arn' 'kms_key_id              = null' service 'Secrets rest under a key of ours'
mutation $v '"ecr.${var.region}.amazonaws.com"' '"*.amazonaws.com"' service "That key is used through the images' registry"
mutation $v 'SEALWARD_OBJECTS_REGION           = var.region' 'SEALWARD_OBJECTS_REGION           = var.identity.user_pool_id' service 'The service gets its settings'
mutation $v 'SEALWARD_KEY_LOG_KEY    = var.key_log.key_arn' '' service 'The service gets its settings'
mutation $v 'tostring(var.key_log.quorum)' '"0"' service 'The service gets its settings'
mutation $v 'SEALWARD_WITNESS_ADDRESSES = var.key_log.witnesses' '' service 'The service gets its settings'
mutation $v 'SEALWARD_SECURITY_EXPIRES = var.security.expires' '' service 'The service gets its settings'
mutation modules/service/variables.tf '"arn:aws:kms:${var.region}:${var.account_id}:key/"' '"arn:aws:kms:${var.region}:"' service 'var.key_log, was expected to report an error'
mutation modules/service/variables.tf '^[^\\s+]+$' '.' service 'var.key_log, was expected to report an error'
mutation modules/service/variables.tf '^(https://|mailto:|tel:)' '.' service 'var.security, was expected to report an error'
mutation modules/service/variables.tf ' && can(formatdate("YYYY", var.security.expires))' '' service 'var.security, was expected to report an error'
mutation $v 'count                             = var.serving ? 1 : 0' 'count                             = 1' service 'A region that stands by starts no task'
mutation $v 'image_tag_mutability = "IMMUTABLE"' 'image_tag_mutability = "MUTABLE"' service 'Images cannot be replaced under their name'
mutation $v 'scan_on_push = true' 'scan_on_push = false' service 'Images cannot be replaced under their name'
mutation $v 'retention_in_days = var.log_days' 'retention_in_days = 3653' service "The service's log is encrypted"
mutation $v 'assign_public_ip = false' 'assign_public_ip = true' service 'Tasks stand in private subnets'
mutation $v 'subnets          = var.network.private_subnet_ids' 'subnets          = var.network.public_subnet_ids' service 'Tasks stand in private subnets'
mutation $v 'enable_execute_command            = false' 'enable_execute_command            = true' service 'Nobody gets a shell in a task'
mutation $v 'min_capacity       = var.tasks.least' 'min_capacity       = 1' service 'There are as many tasks as the load needs'
mutation $v 'target_value       = 60' 'target_value       = 95' service 'There are as many tasks as the load needs'

# service: deployments and balancer
y=modules/service/deployments.tf
mutation $y 'CodeDeployDefault.ECSCanary10Percent5Minutes' 'CodeDeployDefault.ECSAllAtOnce' service 'A new version starts beside the old one'
mutation $y $'alarm_configuration {\n    enabled                   = true' $'alarm_configuration {\n    enabled                   = false' service 'Alarms stop a deployment'
mutation $y 'alarms                    = var.rollback_alarms' 'alarms                    = []' service 'Alarms stop a deployment'
mutation $y $'auto_rollback_configuration {\n    enabled = true' $'auto_rollback_configuration {\n    enabled = false' service 'A deployment that fails or is stopped'
mutation $y ', "DEPLOYMENT_STOP_ON_ALARM"' '' service 'A deployment that fails or is stopped'
mutation $y 'termination_wait_time_in_minutes = 30' 'termination_wait_time_in_minutes = 0' service 'The old version stays for half an hour'
l=modules/service/balancer.tf
mutation $l 'ELBSecurityPolicy-TLS13-1-2-2021-06' 'ELBSecurityPolicy-2016-08' service 'Clients come over TLS 1.2 or 1.3'
mutation $l 'protocol             = "HTTPS"' 'protocol             = "HTTP"' service 'The balancer speaks TLS to tasks too'
mutation $l '/health/readiness' '/health/liveness' service 'Requests go to tasks that say they are ready'
mutation $l 'unhealthy_threshold = 10' 'unhealthy_threshold = 2' service 'A task is given up after five minutes'
mutation $l 'interval            = 30' 'interval            = 5' service 'A task is given up after five minutes'
mutation $l 'deregistration_delay = 30' 'deregistration_delay = 3600' service 'A task that ends has 30 seconds'
mutation $l 'drop_invalid_header_fields = true' 'drop_invalid_header_fields = false' service 'Ambiguous requests are refused'
mutation $l '"strictest"' '"monitor"' service 'Ambiguous requests are refused'
mutation $l 'enable_deletion_protection = true' 'enable_deletion_protection = false' service 'The balancer is not deleted by mistake'
mutation $l 'idle_timeout = 55' 'idle_timeout = 60' service 'The balancer gives up an idle connection'
mutation $l '  enable_deletion_protection = true' $'  enable_deletion_protection = true\n  access_logs {\n    bucket  = "logs"\n    enabled = true\n  }' service 'No log has addresses of people'
mutation $l 'max-age=63072000' 'max-age=0' service 'Browsers are told to come over TLS alone'
mutation $l 'resource_arn = aws_lb.service.arn' 'resource_arn = aws_lb_target_group.service["blue"].arn' service 'The firewall stands in front of the balancer'
mutation $l 'limit                 = var.requests_of_an_address' 'limit                 = 2000000000' service 'The firewall refuses an address that asks too much'
mutation $l $'override_action {\n        none {}' $'override_action {\n        count {}' service 'The firewall refuses known attackers'
mutation $l 'sampled_requests_enabled   = false' 'sampled_requests_enabled   = true' service 'The firewall keeps no sample'

# service: roles and what is refused
mutation policies/service-objects.json '"${objects_bucket_arn}/*"' '"*"' service 'The service is allowed the objects in their bucket'
mutation policies/service-objects.json '"s3:GetObject",' '"s3:GetObject", "s3:PutBucketPolicy",' service 'The service is allowed the objects in their bucket'
mutation policies/service-objects.json '"kms:ViaService": "s3.${region}.amazonaws.com"' '"kms:ViaService": "dynamodb.${region}.amazonaws.com"' service 'The service is allowed the objects in their bucket'
w=modules/service/roles.tf
mutation $w 'role = var.role_name' 'role = aws_iam_role.start.name' service "Objects are the service's"
mutation $w '[for secret in aws_secretsmanager_secret.service : secret.arn]' '"*"' service 'What starts tasks reads our images'
mutation $w 'Resource = aws_ecr_repository.service.arn' 'Resource = "*"' service 'What starts tasks reads our images'
mutation $w 'policy = local.eu_only' 'policy = aws_iam_role_policy.start.policy' service 'What starts tasks is denied everything outside the EU'
mutation $y 'Resource  = [local.role_arn, aws_iam_role.start.arn]' 'Resource  = "*"' service 'A deployment gives tasks their two roles'
mutation $y $'Resource = [\n          aws_lb_listener.https.arn,\n          "${replace(aws_lb_listener.https.arn, ":listener/", ":listener-rule/")}/*",\n        ]' 'Resource = "*"' service 'A deployment changes our tasks and our listener alone'
mutation $y 'codedeploy.amazonaws.com' 'ec2.amazonaws.com' service 'CodeDeploy, and nobody else'
mutation $y '"ecs:UpdateServicePrimaryTaskSet",' '"ecs:UpdateServicePrimaryTaskSet", "ecs:RunTask",' service 'CodeDeploy, and nobody else'
mutation modules/service/variables.tf '^[^@ ]+@sha256:[0-9a-f]{64}$' '^[^ ]+$' service 'var.image, was expected to report an error'
mutation modules/service/variables.tf '"sslmode=verify-full")' '"sslmode=")' service 'var.jdbc_url, was expected to report an error'
mutation modules/service/variables.tf ' && !can(regex("PASSWORD|SECRET", name))' '' service 'var.settings, was expected to report an error'
mutation modules/service/variables.tf '"^https://"' '"^https?://"' service 'var.push_webhook, was expected to report an error'
mutation modules/service/variables.tf 'length(var.rollback_alarms) > 0' 'length(var.rollback_alarms) >= 0' service 'var.rollback_alarms, was expected to report an error'

# monitoring
a=modules/monitoring/main.tf
mutation $a 'slow = {' 'slowness = {' monitoring 'Service, database and tables are watched'
mutation $a $'treat_missing_data  = "notBreaching"\n  alarm_actions       = [aws_sns_topic.alarms.arn]' $'treat_missing_data  = "notBreaching"\n  alarm_actions       = []' monitoring 'Every alarm is sent'
mutation $a '"errors-of-the-service", "slow"]' '"errors-of-the-service"]' monitoring 'Errors and slowness take back a deployment'
mutation $a 'HTTPCode_Target_5XX_Count", dimensions' 'HTTPCode_Target_4XX_Count", dimensions' monitoring 'Answers of 5xx raise an alarm'
mutation $a 'minutes = 5, above = 5
' 'minutes = 5, above = 60
' monitoring 'Slow answers raise an alarm'
mutation $a '{ TargetGroup = suffix }' '{ TargetGroup = colour }' monitoring 'A task that is not ready raises an alarm'
mutation $a 'dimensions = { TableName = name }' 'dimensions = { TableName = table }' monitoring 'Refused reads of private bundles raise an alarm'
mutation $a '{ $.level = \"ERROR\" }' '{ $.level = \"FATAL\" }' monitoring "Errors in the service's log are counted"
mutation $a 'threshold           = 21' 'threshold           = 1' monitoring 'A certificate that ends raises an alarm'
mutation $a 'kms_master_key_id = aws_kms_key.watch.arn' 'kms_master_key_id = null' monitoring 'Alarms are encrypted'
for sid in LogsOfThisAccount TrailsOfThisAccount TrailsLookAtTheKey AlarmsOfThisAccount EventsIntoTheTopicOfAlarms; do
  mutation policies/watch-key.json "\"$sid\"" '"Other"' monitoring 'The key is used by logs, trails, alarms and events'
done
mutation policies/watch-key.json '"Action": "kms:GenerateDataKey"' '"Action": ["kms:DescribeKey", "kms:GenerateDataKey"]' monitoring 'The key is used by logs, trails, alarms and events'
mutation policies/watch-key.json $'"Action": "kms:DescribeKey",\n      "Resource": "*",\n      "Condition": {\n        "ArnLike": { "aws:SourceArn"' $'"Action": "kms:DescribeKey",\n      "Resource": "*",\n      "Condition": {\n        "ArnLike": { "kms:EncryptionContext:aws:cloudtrail:arn"' monitoring 'The key is used by logs, trails, alarms and events'
mutation $a '"events.amazonaws.com"' '"lambda.amazonaws.com"' monitoring 'Alarms, and events of backups, are what is sent'
mutation $a '"aws:SecureTransport" = "false"' '"aws:SecureTransport" = "true"' monitoring 'Alarms are sent with TLS'
mutation $a 'toset(var.mail_addresses)' 'toset([])' monitoring 'Somebody hears of alarms'
mutation $a '"RequestCount"' '"NewConnectionCount"' monitoring 'The dashboard shows requests'
q=policies/operator-role.json
mutation modules/monitoring/operators.tf '"aws:MultiFactorAuthPresent" = "true"' '"aws:MultiFactorAuthPresent" = "false"' monitoring 'Operators are named, and those who are users come with a second factor'
mutation modules/monitoring/operators.tf '":user/")]' '":nobody/")]' monitoring 'Operators are named, and those who are users come with a second factor'
mutation $q '        "${private_table_arn}/*",' '' monitoring 'Operators are denied the tables of bundles'
mutation $q $'"Effect": "Deny",\n      "Action": "kms:*"' $'"Effect": "Deny",\n      "Action": "kms:Encrypt"' monitoring 'Operators are denied every key'
mutation $q '"Action": "s3:*"' '"Action": "s3:PutObject"' monitoring 'Operators are denied objects'
mutation $q '"cognito-idp:*", ' '' monitoring 'Operators are denied secrets, users and the database'
mutation $q '        "ecs:ExecuteCommand",' '' monitoring 'Operators get into no task and no other role'
mutation $q '"backup:Describe*",' '"backup:Describe*", "ecs:UpdateService",' monitoring 'Operators look, and change nothing'
mutation $q '["${service_log_group_arn}", "${service_log_group_arn}:*"]' '"*"' monitoring "Operators read the service's log alone"
mutation modules/monitoring/operators.tf 'file("${path.module}/../../policies/eu-regions.json")' 'aws_iam_role_policy.operator[0].policy' monitoring 'Operators are denied everything outside the EU'
mutation modules/monitoring/operators.tf 'length(var.operators) > 0 ? 1 : 0' '1' monitoring 'Without operators there is no role'
mutation modules/monitoring/variables.tf '(role|user)/[^*]+$' '(role|user)/.+$' monitoring 'var.operators, was expected to report an error'
mutation modules/monitoring/variables.tf ':(role|user)/[^*]+$' ':.+$' monitoring 'var.operators, was expected to report an error'
h=modules/monitoring/prober.tf
mutation $h 'rate(1 minute)' 'rate(1 hour)' monitoring 'The prober runs once a minute'
mutation $h '"${var.prober.region}a"' '"${var.region}a"' monitoring 'The prober stands in the other region'
mutation $h $'from_port         = 443' $'from_port         = 1' monitoring 'The prober speaks TLS, and nobody reaches it'
mutation $h '"cloudwatch:PutMetricData"' '["cloudwatch:PutMetricData", "s3:GetObject"]' monitoring 'The prober writes its own figures'
mutation $h 'ingress  = []' 'ingress  = [{ protocol = "-1", self = true, from_port = 0, to_port = 0, description = "", cidr_blocks = [], ipv6_cidr_blocks = [], prefix_list_ids = [], security_groups = [] }]' monitoring "The default group of the prober's network is closed"
mutation modules/monitoring/variables.tf 'try(var.prober.region != var.region, false)' 'try(var.prober.region != "", false)' monitoring 'var.prober, was expected to report an error'
mutation policies/eu-regions.json '"eu-west-1"' '"eu-west-1", "us-east-1"' monitoring 'var.prober, was expected to report an error'

# mail
z=modules/mail/main.tf
mutation $z '"${var.support}@${var.domain}"' '"help@${var.domain}"' mail 'Mail to the support address is kept'
mutation $z 'tls_policy    = "Require"' 'tls_policy    = "Optional"' mail 'Mail comes and goes with TLS'
mutation $z 'tls_policy = "REQUIRE"' 'tls_policy = "OPTIONAL"' mail 'Mail comes and goes with TLS'
mutation $z 'scan_enabled  = true' 'scan_enabled  = false' mail 'Mail is scanned'
mutation $z 'kms_master_key_id = aws_kms_key.mail.arn
    }' 'kms_master_key_id = null
    }' mail 'Mail rests under a key of ours'
mutation $z 'ignore_public_acls      = true' 'ignore_public_acls      = false' mail 'Mail is not public'
mutation modules/mail/variables.tf 'default     = 90' 'default     = 400' mail 'Mail goes after 90 days'
mutation $z ', "aws:SourceArn" = local.rule_arn' '' mail 'Only our rule puts mail there'
mutation $z '"aws:SecureTransport" = "false"' '"aws:SecureTransport" = "true"' mail 'Mail is reached with TLS'
mutation $z $'Resource  = "arn:aws:sqs:${var.region}:${var.account_id}:${var.name}-mail-given-up"\n      Condition = { Bool = { "aws:SecureTransport" = "false" } }' $'Resource  = "arn:aws:sqs:${var.region}:${var.account_id}:${var.name}-mail-given-up"\n      Condition = { Bool = { "aws:SecureTransport" = "true" } }' mail 'Mail is reached with TLS'
mutation $z ', ArnEquals = { "aws:SourceArn" = local.bucket_arn }' '' mail 'Only our bucket announces mail'
mutation policies/mail-key.json '["s3.amazonaws.com", "ses.amazonaws.com"]' '["s3.amazonaws.com", "ses.amazonaws.com", "sns.amazonaws.com"]' mail 'The key of mail is used by SES and S3'
mutation policies/mail-key.json '"StringEquals": { "aws:SourceAccount": "${account_id}" }' '"StringLike": { "aws:SourceAccount": "*" }' mail 'The key of mail is used by SES and S3'
mutation $z 'maxReceiveCount = 5' 'maxReceiveCount = 500' mail 'A mail that cannot be taken in'
mutation $z 'queue_arn     = aws_sqs_queue.mail.arn' 'queue_arn     = aws_sqs_queue.given_up.arn' mail 'Each mail is announced'
mutation $z '10 inbound-smtp.${var.region}' '10 inbound-smtp.eu-west-1' mail 'Mail for the domain comes to SES'
mutation $z 'p=reject' 'p=none' mail "Nobody else sends mail in the domain's name"
mutation $z '-all' '~all' mail "Nobody else sends mail in the domain's name"
mutation modules/mail/variables.tf 'var.mail_days <= 400' 'var.mail_days <= 4000' mail 'var.mail_days, was expected to report an error'

# backup
u=modules/backup/main.tf
mutation $u 'cron(0 3 * * ? *)' 'cron(0 3 ? * 1 *)' backup 'There is a backup every day'
mutation modules/backup/variables.tf 'default     = 35' 'default     = 9' backup 'There is a backup every day'
mutation $u 'destination_vault_arn = aws_backup_vault.copies.arn' 'destination_vault_arn = "arn:aws:backup:eu-central-1:111122223333:backup-vault:sealward-backup"' backup 'Each backup is copied'
mutation $u 'resources    = var.resources' 'resources    = [var.resources[0]]' backup 'What is given is backed up'
mutation $u 'min_retention_days  = 7' 'min_retention_days  = 1' backup 'After three days nobody can shorten'
mutation $u 'changeable_for_days = var.lock_after_days' 'changeable_for_days = null' backup 'After three days nobody can shorten'
mutation $u 'backup_vault_name   = aws_backup_vault.copies.name' 'backup_vault_name   = aws_backup_vault.main.name' backup 'Each vault has its lock'
mutation $u '"backup:DeleteRecoveryPoint", ' '' backup 'Nobody ends a backup before its time'
mutation $u 'kms_key_arn = aws_kms_key.copies.arn' 'kms_key_arn = aws_kms_key.backup.arn' backup 'Backups and copies rest under keys of ours'
mutation $u 'enable_key_rotation     = true' 'enable_key_rotation     = false' backup 'The keys of backups change every year'
mutation $u '"FAILED", ' '' backup 'A backup or copy that fails raises an alarm'
mutation $u 'DynamoDB = true, S3 = true }' 'DynamoDB = true }' backup 'AWS Backup looks after'
mutation $u 'resource_type_management_preference = { DynamoDB = true }' 'resource_type_management_preference = { DynamoDB = false }' backup 'AWS Backup looks after'
mutation $u '${var.copy_region}.amazonaws.com' '${var.region}.amazonaws.com' backup 'The keys of backups are used through'
mutation $u ', "Copy Job State Change"' '' backup 'A backup or copy that fails raises an alarm'
mutation modules/backup/variables.tf 'var.copy_region != var.region' 'var.copy_region != ""' backup 'var.copy_region, was expected to report an error'
mutation policies/eu-regions.json '"eu-central-1"' '"eu-central-1", "eu-central-2"' backup 'var.copy_region, was expected to report an error'
mutation modules/backup/variables.tf 'length(var.resources) > 0' 'length(var.resources) >= 0' backup 'var.resources, was expected to report an error'

# dns
x=modules/dns/main.tf
mutation $x '{ SECONDARY = var.secondary }' '{ SECONDARY = var.primary }' dns 'The second region takes over'
mutation $x 'evaluate_target_health = false' 'evaluate_target_health = true' dns 'Who serves is decided by health checks'
mutation $x 'type              = "HTTPS"' 'type              = "HTTP"' dns 'The API is asked every ten seconds'
mutation $x 'request_interval  = 10' 'request_interval  = 30' dns 'The API is asked every ten seconds'
mutation $x 'fqdn              = each.value.dns_name' 'fqdn              = var.primary.dns_name' dns 'Each region is asked by itself'
mutation $x '0 issue \"amazon.com\"' '0 issue \"letsencrypt.org\"' dns 'Only Amazon makes certificates'
mutation $x 'validation_method = "DNS"' 'validation_method = "EMAIL"' dns 'The API has a certificate'
mutation $x 'var.secondary == null ? {} : { SECONDARY = var.secondary }' '{ SECONDARY = var.secondary == null ? var.primary : var.secondary }' dns 'Without a second region there is no second record'
mutation modules/dns/variables.tf '^([a-z0-9-]+\\.)+[a-z]{2,}$' '^.+$' dns 'var.domain, was expected to report an error'

# the stack, and what stands by
mutation stack/variables.tf 'length(var.operators) > 0' 'length(var.operators) >= 0' stack 'var.operators, was expected to report an error'
c=live/recovery/main.tf
mutation $c 'count             = var.snapshot_arn == null ? 0 : 1' 'count             = 1' recovery 'While it stands by there is no database'
mutation $c 'trimprefix(var.production.api_address, "https://")' 'local.name' recovery "It has a certificate for production's address"
mutation live/recovery/variables.tf '!var.serving || var.snapshot_arn != null' '!var.serving || var.snapshot_arn != ""' recovery 'var.serving, was expected to report an error'
