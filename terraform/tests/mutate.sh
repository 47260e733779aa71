#!/usr/bin/env bash
# Changes one thing after the other under terraform and looks whether the test that claims it notices:
# each mutation must make the named assertion, or the named run, fail.
#
#   terraform/tests/mutate.sh [TEXT]     only mutations whose line has that text
#
# The last line is the count. Exit code: 0; 77 when Terraform or the provider is not here; else 1.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

only="${1:-}"
passed=0 failed=0
prepare
controls=" "

# The control: without a mutation, the tests of module $1 pass.
control() {
  [[ "$controls" != *" $1 "* ]] || return 0
  controls+="$1 "
  tests "$1.tftest.hcl" >"$work/control.log" 2>&1 || {
    cat "$work/control.log" >&2
    printf 'The tests of %s fail without a mutation.\n0 passed, 1 failed\n' "$1"
    exit 1
  }
}

# In FILE of terraform, OLD becomes NEW; then MODULE's tests fail with MESSAGE, an assertion's text or
# a run's name.
mutation() {
  local file="$work/terraform/$1" old=$2 new=$3 test=$4 message=$5 before log
  [[ -z "$only" || "$*" == *"$only"* ]] || return 0
  control "$test"
  before="$(<"$file")"
  if [[ "$before" != *"$old"* ]]; then
    failed=$((failed + 1))
    printf 'FAILED  %s has no: %s\n' "$1" "$old"
    return 0
  fi
  printf '%s\n' "${before/"$old"/"$new"}" >"$file"
  log="$(tests "$test.tftest.hcl" 2>&1 || true)"
  printf '%s\n' "$before" >"$file"
  # Terraform wraps its lines.
  log="$(tr -s ' \n' ' ' <<<"$log")"
  if [[ "$log" == *"$message"* && ("$log" == *"Test assertion failed"* || "$log" == *"Missing expected failure"*) ]]; then
    passed=$((passed + 1))
    printf 'noticed %s: %s\n' "$test" "$message"
  else
    failed=$((failed + 1))
    printf 'FAILED  not noticed: %s, %s -> %s (%s)\n' "$1" "$old" "$new" "$message"
    printf '%s\n' "${log:0:2000}" >&2
  fi
}

source "$(dirname "${BASH_SOURCE[0]}")/mutations.sh"

printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0 && passed > 0))
