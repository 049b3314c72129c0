#!/usr/bin/env bash
# From a bare Debian 12 to a reconciled account: installs what is missing, builds cerec, starts the bundled simulator of
# the service on a free loopback port, and shows plan -> apply -> plan for a GoodData and a Pardot instance.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n\033[1m# %s\033[0m\n' "$*"; }

say "Packages and build (a few minutes the first time)"
cmake/packages.sh build
cmake --preset release >/dev/null
cmake --build build/release --target cerec cerec-sim -j "$(nproc)"
PATH="$PWD/build/release:$PATH"

work=$(mktemp -d)
simulator=
finish() {
  [ -n "$simulator" ] && kill "$simulator" 2>/dev/null && wait "$simulator" 2>/dev/null
  rm -rf "$work"
}
trap finish EXIT

say "A simulated account, on loopback"
export CEREC_USER_SECRET=demo-user-secret CEREC_ORGANIZATION_SECRET=demo-organization-secret
cerec-sim --listen 127.0.0.1:0 --port-file "$work/port" --request-log "$work/requests" &
simulator=$!
for _ in $(seq 100); do
  [ -s "$work/port" ] && break
  sleep 0.1
done
export CEREC_API_URL="http://127.0.0.1:$(cat "$work/port")/elements/api-v2"
echo "$CEREC_API_URL"

say "Two manifests; every secret is a reference"
cp manifests/gooddata.yaml manifests/pardot.yaml "$work"
cat "$work"/*.yaml
export GOODDATA_USERNAME=analyst@example.com GOODDATA_PASSWORD=not-a-real-password
export PARDOT_USERNAME=marketing@example.com PARDOT_PASSWORD=not-a-real-password PARDOT_USER_KEY=not-a-real-key
cd "$work"

# Runs a command, shows it, and checks its exit code: 2 says "there are changes", 0 "there are none".
expect() {
  local wanted=$1 before after status=0
  shift
  before=$(wc -l <requests)
  say "$*"
  "$@" || status=$?
  after=$(wc -l <requests)
  echo "(exit code $status, $((after - before)) requests)"
  [ "$status" -eq "$wanted" ] || { echo "expected exit code $wanted" >&2; exit 1; }
}
expect 2 cerec plan -f . --detailed-exitcode
expect 0 cerec apply -f . --auto-approve
expect 0 cerec plan -f . --detailed-exitcode

say "The tokens that applications need are in .cerec/tokens.json (mode $(stat -c %a .cerec/tokens.json))"
cerec token list
say "Done: two instances, and nothing left to do."
