# Sourced by the scripts beside it: finds Terraform and the provider, and works on a copy, so that
# nothing is written beside the sources.
# shellcheck shell=bash

set -euo pipefail

terraform_folder="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
readonly terraform_folder
readonly no_terraform=77 # the exit code of "cannot be run here", which tests count as skipped

cannot_run() {
  printf '%s\n' "$*" >&2
  exit "$no_terraform"
}

# A folder of providers: TF_PLUGIN_MIRROR, or one of the usual places.
plugin_mirror() {
  local candidate
  for candidate in "${TF_PLUGIN_MIRROR:-}" /opt/* /usr/share/terraform/* /usr/local/share/terraform/* \
    "$HOME/.terraform.d/plugins" "$HOME/.terraform.d/providers" "$HOME/.local/share/terraform/plugins"; do
    if [[ -n "$candidate" && -d "$candidate/registry.terraform.io/hashicorp/aws" ]]; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

# Sets work, a folder that goes away at the end, with a copy of everything under terraform.
prepare() {
  local mirror
  command -v "${TERRAFORM:-terraform}" >/dev/null || cannot_run "There is no terraform on the PATH, nor named by TERRAFORM."
  mirror="$(plugin_mirror)" ||
    cannot_run "There is no folder with registry.terraform.io/hashicorp/aws; TF_PLUGIN_MIRROR names one."
  work="$(mktemp -d "${TMPDIR:-/tmp}/sealward-terraform.XXXXXX")"
  trap 'rm -rf "$work"' EXIT
  cat >"$work/terraform.rc" <<END
provider_installation {
  filesystem_mirror {
    path    = "$mirror"
    include = ["registry.terraform.io/hashicorp/*"]
  }
}
END
  export TF_CLI_CONFIG_FILE="$work/terraform.rc" TF_IN_AUTOMATION=1 TF_INPUT=0 CHECKPOINT_DISABLE=1
  export AWS_EC2_METADATA_DISABLED=true
  # Go then collects garbage less often, for some hundred MB: a third less processor time.
  export GOGC="${GOGC:-400}"
  unset "${!TF_VAR_@}" TF_LOG TF_CLI_ARGS TF_WORKSPACE TF_DATA_DIR AWS_PROFILE
  cp -R "$terraform_folder" "$work/terraform"
}

tf() { "${TERRAFORM:-terraform}" "$@"; }

# Makes the live configuration $1 of the copy one that needs no AWS.
offline() {
  local given="$work/terraform/tests/offline" folder="$work/terraform/live/$1"
  cp "$given/offline_override.tf" "$folder"
  if [[ "$1" == recovery ]]; then
    cp "$given/recovery.tfvars" "$folder/terraform.tfvars"
  else
    cp "$given/second_override.tf" "$folder"
    cp "$given/stack.tfvars" "$folder/terraform.tfvars"
    cp "$given/state.json" "$folder/terraform.tfstate"
  fi
}

# Plans the live configuration $1 of the copy into $work/$1.tfplan, as if keys, tables and pools
# were there: then the policies that name them are known.
plan() {
  local folder="$work/terraform/live/$1"
  offline "$1"
  tf -chdir="$folder" init -lockfile=readonly -no-color >"$work/$1.log" 2>&1 &&
    tf -chdir="$folder" plan -no-color -refresh=false -lock=false \
      -out="$work/$1.tfplan" >>"$work/$1.log" 2>&1 || {
    cat "$work/$1.log" >&2
    return 1
  }
}

tests_init() {
  local folder="$work/terraform/tests"
  [[ -d "$folder/.terraform" ]] || tf -chdir="$folder" init -lockfile=readonly -no-color
}

# Runs the tests of the files that are named in the copy.
tests() {
  local file filters=()
  tests_init || return 1
  for file; do filters+=(-filter="$file"); done
  tf -chdir="$work/terraform/tests" test -no-color "${filters[@]}"
}

# From the log $1 of tests, a line "pass NAME" or "fail NAME" for each run.
outcomes() {
  sed -n 's/^ *run "\([^"]*\)"\.\.\. \(pass\|fail\|skip\)$/\2 \1/p' "$1"
}
