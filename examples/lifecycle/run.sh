#!/usr/bin/env bash
# The life of a few instances, from the first apply to the last prune, against the bundled simulator. Every step states
# the exit code it expects; CI runs this script. usage: run.sh [folder with cerec and cerec-sim]
set -euo pipefail
bin=${1:-${CEREC_BIN:-$(cd "$(dirname "$0")/../.." && pwd)/build/release}}
bin=$(cd "$bin" && pwd)
PATH="$bin:$PATH"
export CEREC_USER_SECRET=demo-user-secret CEREC_ORGANIZATION_SECRET=demo-organization-secret CEREC_STACK=shop NO_COLOR=1
unset CEREC_PROJECT
work=$(mktemp -d)
cd "$work"
simulator=
finish() {
  [ -n "$simulator" ] && kill "$simulator" 2>/dev/null && wait "$simulator" 2>/dev/null
  rm -rf "$work"
}
trap finish EXIT
cerec-sim --listen 127.0.0.1:0 --port-file port >sim.out 2>&1 &
simulator=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.05; done
export CEREC_API_URL="http://127.0.0.1:$(cat port)/elements/api-v2"

step() { printf '\n# %s\n' "$*"; }
expect() { # EXIT-CODE COMMAND...
  local wanted=$1 status=0
  shift
  printf '$ %s\n' "$*"
  "$@" || status=$?
  [ "$status" -eq "$wanted" ] || { echo "exit code $status, expected $wanted" >&2; exit 1; }
}
# Somebody at the console: the API, past cerec.
by_hand() { # METHOD PATH [BODY]
  curl -fsS -X "$1" -H "Authorization: User $CEREC_USER_SECRET, Organization $CEREC_ORGANIZATION_SECRET" \
    -H 'Content-Type: application/json' ${3:+-d "$3"} "$CEREC_API_URL$2" >answer.json
}
id_of() { by_hand GET "/instances?searchText=$1" && jq -r ".[] | select(.name == \"$1\") | .id" answer.json; }

export SHOP_PASSWORD=first-password
manifest() { # FILE NAME ID ELEMENT SITE
  cat >"$1" <<YAML
element: $4
name: $2
tags: [shop]
configuration:
  username: analyst@example.com
  password: \${env:SHOP_PASSWORD}
  siteAddress: $5
cerec:
  id: $3
YAML
}
mkdir instances

step "Create two instances; the second apply finds nothing to do"
manifest instances/eu.yaml sales-eu sales-eu gooddata eu.example.com
manifest instances/us.yaml sales-us sales-us gooddata us.example.com
expect 0 cerec apply -f instances --auto-approve
expect 0 cerec plan -f instances --detailed-exitcode

step "Edit a value in Git: the plan names the field"
manifest instances/eu.yaml sales-eu sales-eu gooddata secure.example.com
expect 2 cerec plan -f instances --detailed-exitcode
expect 0 cerec apply -f instances --auto-approve

step "Change a secret: the service shows only asterisks, the plan still names which one"
export SHOP_PASSWORD=second-password
expect 2 cerec plan -f instances --detailed-exitcode
expect 0 cerec apply -f instances --auto-approve
expect 0 cerec plan -f instances --detailed-exitcode

step "Rename: one PATCH, the token stays"
before=$(cerec token get sales-eu)
manifest instances/eu.yaml sales-europe sales-eu gooddata secure.example.com
expect 0 cerec apply -f instances --auto-approve
[ "$before" = "$(cerec token get sales-europe)" ] || { echo "the token changed" >&2; exit 1; }

step "Somebody edits at the console: drift says so, and apply mends it"
us=$(id_of sales-us)
by_hand PATCH "/instances/$us" '{"configuration": {"siteAddress": "edited.example.com"}}'
expect 2 cerec drift -f instances
expect 0 cerec apply -f instances --auto-approve
expect 0 cerec drift -f instances

step "Adopt an instance that was made by hand"
by_hand POST /instances '{"element": {"key": "gooddata"}, "name": "sales-asia", "tags": ["shop"], "configuration": {"username": "analyst@example.com", "password": "second-password", "siteAddress": "asia.example.com"}}'
manifest instances/asia.yaml sales-asia sales-asia gooddata asia.example.com
expect 2 cerec plan -f instances --detailed-exitcode
expect 0 cerec apply -f instances --auto-approve

step "Another element under the same id would kill the token: refused by name"
manifest instances/us.yaml sales-us sales-us zendesk us.example.com
expect 9 cerec plan -f instances
manifest instances/us.yaml sales-us sales-us gooddata us.example.com

step "Prune: off unless asked, and within a limit"
rm instances/us.yaml instances/asia.yaml
expect 0 cerec plan -f instances --detailed-exitcode
expect 9 cerec apply -f instances --prune --max-deletes 1 --auto-approve
expect 0 cerec apply -f instances --prune --max-deletes 2 --auto-approve

step "A saved plan is applied exactly, or not at all"
manifest instances/eu.yaml sales-europe sales-eu gooddata final.example.com
expect 0 cerec plan -f instances --out plan.json
by_hand PATCH "/instances/$(id_of sales-europe)" '{"configuration": {"siteAddress": "meanwhile.example.com"}}'
expect 7 cerec apply plan.json -f instances --auto-approve
expect 0 cerec plan -f instances --out plan.json
expect 0 cerec apply plan.json -f instances --auto-approve
expect 0 cerec plan -f instances --detailed-exitcode

step "Everything behaved as documented."
