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

# Two at a time, since most of it is waiting for one processor: half of the tests' files and some plans each.
some_tests() {
  local name=$1
  shift
  tests "$@" >"$work/$name.log" 2>&1 || printf '%s\n' "$?" >"$work/$name.code"
}

some_plans() {
  local configuration code
  for configuration; do
    code=0
    plan "$configuration" || code=$?
    if ((code == 0)) && [[ -n "$plans" ]]; then
      tf -chdir="$work/terraform/live/$configuration" show -json "$work/$configuration.tfplan" >"$plans/$configuration.json" || code=$?
    fi
    printf '%s\n' "$code" >"$work/plan-$configuration.code"
  done
}

halves=("" "")
index=0
for file in "$work"/terraform/tests/*.tftest.hcl; do
  halves[index % 2]+=" ${file##*/}"
  index=$((index + 1))
done

tests_init >"$work/init.log" 2>&1 || {
  cat "$work/init.log" >&2
  result 1 "init"
}
# shellcheck disable=SC2086
(some_tests tests-1 ${halves[0]} && some_plans production) &
# shellcheck disable=SC2086
(some_tests tests-2 ${halves[1]} && some_plans staging recovery) &
wait

for name in tests-1 tests-2; do
  while read -r outcome run; do
    result "$([[ "$outcome" == pass ]]; echo $?)" "$run"
  done < <(outcomes "$work/$name.log")
  if [[ -e "$work/$name.code" ]]; then
    cat "$work/$name.log" >&2
    ((failed > 0)) || result 1 "$name"
  fi
done
for configuration in production staging recovery; do
  result "$(cat "$work/plan-$configuration.code" 2>/dev/null || echo 1)" "plan of live/$configuration"
done

printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
