#!/usr/bin/env bash
# Plans live/production without a network or an account, and writes the plan as JSON
# (terraform show -json) to the file that is named, or to standard output.
#
#   terraform/plan.sh [FILE]
#
# Exit code: 0; 77 when Terraform or the provider is not here; 1 when the plan fails.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

prepare
plan production
tf -chdir="$work/terraform/live/production" show -json "$work/production.tfplan" >"$work/plan.json"
if (($# > 0)); then cp "$work/plan.json" "$1"; else cat "$work/plan.json"; fi
