#!/usr/bin/env bash
# Checks everything under terraform without a network or an account: the format, the tests of the
# modules (a mock in place of the provider), and a whole plan of each live configuration.
#
#   terraform/check.sh [--plans FOLDER]     leaves the plans as JSON in that folder
#
# The last line is the count. Exit code: 0; 77 when Terraform or the provider is not here; else 1.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

passed=0 failed=0
result() {
  if (($1 == 0)); then
    passed=$((passed + 1))
    printf 'ok      %s\n' "$2"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n' "$2"
  fi
}

plans=""
[[ "${1:-}" != --plans ]] || plans=$2
prepare

code=0
tf fmt -check -recursive -no-color "$work/terraform" || code=$?
result "$code" "format"

code=0
tests "" >"$work/tests.log" 2>&1 || code=$?
while read -r outcome name; do
  result "$([[ "$outcome" == pass ]]; echo $?)" "$name"
done < <(outcomes "$work/tests.log")
if ((code != 0)); then
  cat "$work/tests.log" >&2
  ((failed > 0)) || result 1 "tests"
fi

for configuration in production staging recovery; do
  code=0
  plan "$configuration" || code=$?
  if ((code == 0)) && [[ -n "$plans" ]]; then
    tf -chdir="$work/terraform/live/$configuration" show -json "$work/$configuration.tfplan" >"$plans/$configuration.json" || code=$?
  fi
  result "$code" "plan of live/$configuration"
done

printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
