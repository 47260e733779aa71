#!/usr/bin/env bash
# The tables and keys that the service names, in a LocalStack that has just started: it keeps nothing over a stop.
# Without policies, by which LocalStack decides nothing.
set -euo pipefail

awslocal dynamodb create-table --table-name sealward-private-bundles --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=identityId,AttributeType=S \
  --key-schema AttributeName=identityId,KeyType=HASH
awslocal dynamodb create-table --table-name sealward-public-bundles --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=userId,AttributeType=S AttributeName=version,AttributeType=N \
  --key-schema AttributeName=userId,KeyType=HASH AttributeName=version,KeyType=RANGE
# LocalStack takes a key's id from this tag.
awslocal kms create-key --tags TagKey=_custom_id_,TagValue=11111111-1111-4111-8111-111111111111
awslocal kms create-key --tags TagKey=_custom_id_,TagValue=22222222-2222-4222-8222-222222222222
touch /tmp/sealward-ready
