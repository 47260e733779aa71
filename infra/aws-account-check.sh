#!/usr/bin/env bash
# Runs the table of ./sealward verify key-access by real calls in a real account.
#
#   infra/aws-account-check.sh [TERRAFORM FOLDER]
#
# The folder is a live configuration that is applied and whose state can be read, such as
# terraform/live/staging, which is taken when none is named. Needs the AWS CLI, Terraform, and
# credentials that may read the state and assume the roles. Use an account without patients: two
# users are signed in, and items of theirs are written.
#
# Calls that would change the table or its key, were they allowed, are not made; they are listed.
#
#   ACCOUNT_CHECK_OWNER_EMAIL, ACCOUNT_CHECK_OWNER_SECRET,
#   ACCOUNT_CHECK_OTHER_EMAIL, ACCOUNT_CHECK_OTHER_SECRET
#     two confirmed users made for this, without a second factor; the secret is Cognito's password
#   ACCOUNT_CHECK_SERVICE_ROLE, ACCOUNT_CHECK_OPERATOR_ROLE, ACCOUNT_CHECK_ADMINISTRATOR_ROLE
#     ARNs of roles to try with. Each that is named is assumed, so its trust policy must admit you;
#     one that is not named is listed as not called. Only tasks may assume the service's role: in a
#     test account, add yourself to its trust policy and take that back afterwards.
#
# Exit code: 0 every call as in the table; 1 one is not; 3 something is missing.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
folder="${1:-$root/terraform/live/staging}"

not_run() {
  printf 'Not run: %s\n' "$*" >&2
  exit 3
}

for tool in aws terraform; do
  command -v "$tool" >/dev/null || not_run "there is no '$tool' on the PATH."
done

ACCOUNT_CHECK_STACK="$(terraform -chdir="$folder" output -json stack)" ||
  not_run "the outputs of $folder cannot be read."
export ACCOUNT_CHECK_STACK

# Sets the credentials of role $2 for the caller $1.
assume() {
  local key_id key token
  read -r key_id key token < <(
    aws sts assume-role --role-arn "$2" --role-session-name key-access-check \
      --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text
  ) || not_run "the role $2 cannot be assumed."
  export "ACCOUNT_CHECK_${1}_KEY_ID=$key_id" "ACCOUNT_CHECK_${1}_KEY=$key" \
    "ACCOUNT_CHECK_${1}_TOKEN=$token"
}

for caller in SERVICE OPERATOR ADMINISTRATOR; do
  role="ACCOUNT_CHECK_${caller}_ROLE"
  if [[ -n "${!role:-}" ]]; then assume "$caller" "${!role}"; fi
done

exec "$root/sealward" verify account
