#!/usr/bin/env bash
# Changes one thing after the other under terraform and looks whether the test that claims it notices:
# each mutation must make the named assertion, or the named run, fail.
#
#   terraform/tests/mutate.sh [TEXT]     only mutations whose line has that text
#
# The last line is the count. Exit code: 0; 77 when Terraform or the provider is not here; else 1.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

only="${1:-}"
count=0
prepare
mutants="$work/mutants"
mkdir "$mutants"

# A copy of everything as number $2, and the module's tests of that copy, in the folder of group $1: one
# Terraform runs the tests of a group, and reads the provider once.
mutant() {
  local folder="$mutants/$1"
  mkdir -p "$folder/$2" "$folder/tests"
  cp -R "$work/terraform"/{live,modules,policies,stack} "$folder/$2"
  cp "$work"/terraform/tests/{versions.tf,.terraform.lock.hcl} "$folder/tests"
  sed "s:\"\.\./:\"../$2/:" "$work/terraform/tests/${1%-*}.tftest.hcl" >"$folder/tests/$2.tftest.hcl"
}

# In FILE of terraform, OLD becomes NEW; then MODULE's tests fail with MESSAGE, an assertion's text or
# a run's name. Eight make a group; number 0 of each is the control.
mutation() {
  local old=$2 new=$3 test=$4 message=$5 before group folder
  [[ -z "$only" || "$*" == *"$only"* ]] || return 0
  group="$test-$(($(find "$mutants" -path "*/$test-*/change" | wc -l) / 8))"
  [[ -d "$mutants/$group" ]] || mutant "$group" 0
  count=$((count + 1))
  mutant "$group" "$count"
  folder="$mutants/$group/$count"
  printf '%s\n' "$message" >"$folder/message"
  printf '%s: %s -> %s\n' "$1" "$old" "$new" >"$folder/change"
  before="$(<"$folder/$1")"
  printf '%s\n' "${before/"$old"/"$new"}" >"$folder/$1"
  [[ "$before" == *"$old"* ]] || rm "$folder/message"
}

# What Terraform said of number $2 in group $1, as one line: it wraps its own.
said() {
  awk -v file="$2.tftest.hcl" '/^[0-9]+\.tftest\.hcl\.\.\. in progress/ { ours = index($0, file) == 1 } ours' \
    "$mutants/$1/log" | tr -s ' \n' ' '
}

noticed() {
  [[ -e "$1/message" && "$2" == *"$(<"$1/message")"* &&
    ("$2" == *"Test assertion failed"* || "$2" == *"Missing expected failure"*) ]]
}

try() {
  local folder="$mutants/$1" log passed=0 failed=0 change
  (cd "$folder/tests" && tf init -lockfile=readonly -no-color && tf test -no-color) >"$folder/log" 2>&1 || true
  if [[ "$(said "$1" 0)" != *"0.tftest.hcl... pass"* ]]; then
    printf 'FAILED  the tests of %s fail without a mutation\n%s\n' "${1%-*}" "$(head -c 4000 "$folder/log")"
    failed=1
  fi
  for change in "$folder"/*/change; do
    log="$(said "$1" "$(basename "${change%/change}")")"
    if noticed "${change%/change}" "$log"; then
      passed=$((passed + 1))
      printf 'noticed %s\n' "$(<"$change")"
    else
      failed=$((failed + 1))
      printf 'FAILED  not noticed: %s\n%s\n' "$(<"$change")" "${log:0:2000}"
    fi
  done
  printf '%d %d\n' "$passed" "$failed" >"$folder/count"
}

source "$(dirname "${BASH_SOURCE[0]}")/mutations.sh"

((count > 0)) || {
  printf 'No mutation has: %s\n0 passed, 0 failed\n' "$only"
  exit 1
}

# Two at a time.
for folder in "$mutants"/*; do
  while (($(jobs -rp | wc -l) >= 2)); do wait -n; done
  try "$(basename "$folder")" &
done
wait

passed=0 failed=0
while read -r right wrong; do
  passed=$((passed + right))
  failed=$((failed + wrong))
done < <(cat "$mutants"/*/count)
printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0 && passed > 0))
