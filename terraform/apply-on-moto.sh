#!/usr/bin/env bash
# Applies live/production to moto, a stand-in for AWS that runs on this computer: what it takes is made
# there for real, the rest is left out by the variable on_moto and listed. moto decides nothing about
# who may do what; what is shown is that the calls are complete and in the right order.
#
#   terraform/apply-on-moto.sh
#
# The last line is the count. Exit code: 0; 77 when Terraform, the provider or moto is not here; else 1.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

command -v moto_server >/dev/null || cannot_run "There is no moto_server on the PATH (Python's package moto, with its server)."
prepare

free_port() {
  local port
  for ((port = 20000 + RANDOM % 20000; ; port++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  printf '%s\n' "$port"
}

port="$(free_port)"
MOTO_IAM_LOAD_MANAGED_POLICIES=true moto_server -H 127.0.0.1 -p "$port" >"$work/moto.log" 2>&1 &
moto=$!
trap 'kill "$moto" 2>/dev/null; wait "$moto" 2>/dev/null || true; rm -rf "$work"' EXIT
for ((tries = 0; ; tries++)); do
  (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
  ((tries < 300)) && kill -0 "$moto" 2>/dev/null || {
    cat "$work/moto.log" >&2
    printf '0 passed, 1 failed\n'
    exit 1
  }
  sleep 0.1
done

folder="$work/terraform/live/production"
offline production
rm "$folder/terraform.tfstate"
# moto knows its own account.
sed -i.bak -e 's/111122223333/123456789012/' "$folder/terraform.tfvars"
export AWS_ENDPOINT_URL="http://127.0.0.1:$port"

left_out() {
  # What the whole plan has and the one for moto has not.
  tf -chdir="$folder" plan -no-color -refresh=false -lock=false -out="$work/$1.tfplan" -var "on_moto=$2" >"$work/$1.log" 2>&1 || {
    cat "$work/$1.log" >&2
    return 1
  }
  tf -chdir="$folder" show -no-color "$work/$1.tfplan" | sed -n 's/^  # \(.*\) will be created$/\1/p' | sort >"$work/$1.list"
}

tf -chdir="$folder" init -lockfile=readonly -no-color >"$work/init.log" 2>&1 || {
  cat "$work/init.log" >&2
  exit 1
}
left_out whole false
left_out taken true
if ! tf -chdir="$folder" apply -no-color -lock=false -parallelism=4 "$work/taken.tfplan" >"$work/apply.log" 2>&1; then
  sed -n '/Error/,$p' "$work/apply.log" >&2
  printf '0 passed, 1 failed\n'
  exit 1
fi

made="$(tf -chdir="$folder" state list | grep -cv '\.data\.')"
printf 'Left out, because moto cannot take it:\n'
comm -23 "$work/whole.list" "$work/taken.list" | sed 's/^/  /'
printf 'Made on moto: %d resources; left out: %d\n' "$made" "$(comm -23 "$work/whole.list" "$work/taken.list" | wc -l)"

printf '%d passed, 0 failed\n' "$made"
