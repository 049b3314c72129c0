#!/usr/bin/env bash
# The request budget, as a contract: exact counts for a plan, an apply and a plan again, and for a no-op plan of N managed
# instances in both refresh modes. Times and memory are printed, never judged. usage: requests.sh [N]
. "$(dirname "$0")/../e2e/lib.sh"

n=${1:-1000}
pages=$(((n + 199) / 200))

# measured EXPECTED-EXIT EXPECTED-REQUESTS LABEL ARGS...
measured() {
  local wanted=$1 budget=$2 label=$3 before after status=0 timing
  shift 3
  before=$(requests)
  timing=$(/usr/bin/time -f '%e s wall, %U s user, %M KiB' timeout 300 "$cerec" "$@" 2>&1 >run.out | tail -n 1) || status=$?
  sleep 0.1
  after=$(requests)
  grep -q 'status' <<<"$timing" && die "$label: $timing"
  printf '%-44s %6d requests  %s\n' "$label" "$((after - before))" "$timing"
  [ "$((after - before))" -eq "$budget" ] || die "$label: $((after - before)) requests, the budget is $budget"
  [ "$(jq -r .exit_code run.out)" -eq "$wanted" ] || die "$label: exit code $(jq -r .exit_code run.out) instead of $wanted"
}

manifests "$n"
start_sim
measured 2 1 "plan on an empty account" plan -f instances.yaml --detailed-exitcode -o json
# One more listing: the first create of an account is looked up by its tag before the others start (docs/tags.md).
measured 0 $((2 + 4 * n)) "apply of $n creates" apply -f instances.yaml --auto-approve -o json
measured 0 "$pages" "no-op plan" plan -f instances.yaml --detailed-exitcode -o json
measured 0 "$pages" "no-op plan, --refresh changed" plan -f instances.yaml --detailed-exitcode --refresh changed -o json
measured 0 $((pages + n)) "drift: every managed instance read" drift -f instances.yaml -o json

# A service that never puts configurations into listings: the full truth costs a GET for each instance.
stop_sim
start_sim --choice hydrate=ignored
measured 0 $((pages + n)) "no-op plan, light listings" plan -f instances.yaml --detailed-exitcode -o json
measured 0 "$pages" "no-op plan, light listings, --refresh changed" plan -f instances.yaml --detailed-exitcode --refresh changed -o json
