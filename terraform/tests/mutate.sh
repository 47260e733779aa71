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

# A copy of everything as number $1, and module $2's tests of that copy, in a folder with all tests of
# that module's mutants: one Terraform runs them, and reads the provider once.
mutant() {
  local folder="$mutants/$2"
  mkdir -p "$folder/$1" "$folder/tests"
  cp -R "$work/terraform"/{live,modules,policies,stack} "$folder/$1"
  cp "$work"/terraform/tests/{versions.tf,.terraform.lock.hcl} "$folder/tests"
  sed "s:\"\.\./:\"../$1/:" "$work/terraform/tests/$2.tftest.hcl" >"$folder/tests/$1.tftest.hcl"
}

# In FILE of terraform, OLD becomes NEW; then MODULE's tests fail with MESSAGE, an assertion's text or
# a run's name.
mutation() {
  local file old=$2 new=$3 test=$4 message=$5 before number
  [[ -z "$only" || "$*" == *"$only"* ]] || return 0
  [[ -d "$mutants/$test" ]] || mutant 0 "$test"
  count=$((count + 1))
  number=$count
  mutant "$number" "$test"
  printf '%s\n' "$message" >"$mutants/$test/$number/message"
  printf '%s: %s -> %s\n' "$1" "$old" "$new" >"$mutants/$test/$number/change"
  file="$mutants/$test/$number/$1"
  before="$(<"$file")"
  printf '%s\n' "${before/"$old"/"$new"}" >"$file"
  [[ "$before" == *"$old"* ]] || printf 'there is none to change\n' >"$mutants/$test/$number/invalid"
}

# What Terraform said of number $2, in module $1's log, as one line: it wraps its own.
said() {
  awk -v file="$2.tftest.hcl" '/^[0-9]+\.tftest\.hcl\.\.\. in progress/ { ours = index($0, file) == 1 } ours' \
    "$mutants/$1/log" | tr -s ' \n' ' '
}

try() {
  local test=$1 folder="$mutants/$1"
  (cd "$folder/tests" && tf init -lockfile=readonly -no-color && { tf test -no-color || true; }) >"$folder/log" 2>&1 ||
    true
  local number log passed=0 failed=0 change
  if [[ "$(said "$test" 0)" != *"0.tftest.hcl... pass"* ]]; then
    printf 'FAILED  the tests of %s fail without a mutation\n%s\n' "$test" "$(head -c 4000 "$folder/log")"
    failed=1
  fi
  for change in "$folder"/*/change; do
    number="$(basename "$(dirname "$change")")"
    log="$(said "$test" "$number")"
    if [[ ! -e "$folder/$number/invalid" && "$log" == *"$(<"$folder/$number/message")"* &&
      ("$log" == *"Test assertion failed"* || "$log" == *"Missing expected failure"*) ]]; then
      passed=$((passed + 1))
      printf 'noticed %s: %s\n' "$test" "$(<"$folder/$number/message")"
    else
      failed=$((failed + 1))
      printf 'FAILED  not noticed: %s (%s)\n%s\n' "$(<"$change")" "$(<"$folder/$number/message")" "${log:0:2000}"
    fi
  done
  printf '%d %d\n' "$passed" "$failed" >"$folder/count"
}

source "$(dirname "${BASH_SOURCE[0]}")/mutations.sh"

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
