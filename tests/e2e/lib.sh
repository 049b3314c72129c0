# Sourced by the end-to-end scripts: a work folder, a simulator on a free loopback port, manifests, and the invariants.
# Every process that is started here is ended here, by pid.
set -euo pipefail
bin=${CEREC_BIN:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/build/release}
cerec=$bin/cerec
export CEREC_USER_SECRET=demo-user-secret CEREC_ORGANIZATION_SECRET=demo-organization-secret
# Two unsettled instances of one identity are watched for two thirds of this; the real bound is for real networks.
export CEREC_STACK=e2e NO_COLOR=1 CEREC_SETTLE_LIMIT=6s CEREC_TIMEOUT=6s
unset CEREC_API_URL CEREC_PROJECT CI GITHUB_ACTIONS
work=$(mktemp -d)
cd "$work"
sim_pid=

die() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
stop_sim() {
  [ -n "$sim_pid" ] || return 0
  kill "$sim_pid" 2>/dev/null || true
  wait "$sim_pid" 2>/dev/null || true
  sim_pid=
}
clean_up() {
  local status=$?
  stop_sim
  [ $status -eq 0 ] || { echo "--- last lines of the run:" >&2; tail -n 30 "$work"/run.err >&2 2>/dev/null || true; }
  rm -rf "$work"
}
trap clean_up EXIT

# start_sim ARGS...: on the same port again once it was chosen, so that a restarted service has the same URL.
start_sim() {
  rm -f port
  "$bin/cerec-sim" --listen "127.0.0.1:${sim_port:-0}" --port-file port --state state.json --request-log requests "$@" \
    >sim.out 2>&1 &
  sim_pid=$!
  for _ in $(seq 200); do
    [ -s port ] && break
    kill -0 "$sim_pid" 2>/dev/null || { cat sim.out >&2; die "the simulator did not start"; }
    sleep 0.05
  done
  sim_port=$(cat port)
  export CEREC_API_URL=http://127.0.0.1:$sim_port/elements/api-v2
}

# manifests N: N GoodData instances in instances.yaml.
manifests() {
  for ((i = 1; i <= $1; i++)); do
    printf -- '---\nelement: gooddata\nname: instance-%05d\ntags: [e2e]\nconfiguration:\n  username: user-%d\n  password: ${env:E2E_PASSWORD}\n  siteAddress: secure.gooddata.com\n' "$i" "$i"
  done >instances.yaml
  export E2E_PASSWORD=canary-password-4711
}

api() { curl -sS --max-time 10 -H "Authorization: User $CEREC_USER_SECRET, Organization $CEREC_ORGANIZATION_SECRET" "$CEREC_API_URL$1"; }

# All instances as one JSON list, page by page.
live() {
  local next= headers=headers.txt
  : >pages
  while :; do
    curl -sS --max-time 10 -D "$headers" -H "Authorization: User $CEREC_USER_SECRET, Organization $CEREC_ORGANIZATION_SECRET" \
      -G --data-urlencode "pageSize=200" ${next:+--data-urlencode "nextPage=$next"} "$CEREC_API_URL/instances" >page
    jq -e 'type == "array"' page >/dev/null 2>&1 || break
    cat page >>pages
    next=$(sed -n 's/^elements-next-page-token: *\([^\r]*\)\r*$/\1/Ip' "$headers")
    [ -n "$next" ] || break
  done
  jq -s 'add // []' pages
}

# check_once N: N names, each exactly once, all settled, and each live token is the one in the sink.
check_once() {
  live >live.json
  local total names
  total=$(jq length live.json)
  names=$(jq '[.[].name] | unique | length' live.json)
  [ "$total" -eq "$1" ] || die "$total instances in the account, $1 manifests"
  [ "$names" -eq "$1" ] || die "$names different names for $1 manifests"
  jq -e 'all(.[]; any(.tags[]; . == "cerec:settled"))' live.json >/dev/null || die "an instance is not settled"
  jq -r '.[].token' live.json | sort >live.tokens
  jq -r '.tokens[].token' .cerec/tokens.json | sort >kept.tokens
  cmp -s live.tokens kept.tokens || die "the tokens in the sink are not those of the account"
  [ "$(stat -c %a .cerec/tokens.json)" = 600 ] || die "tokens.json is readable by others"
}

# run EXPECTED-EXIT ARGS...: runs cerec, keeps its output, checks its exit code and that no secret is in any byte.
run() {
  local wanted=$1 status=0
  shift
  timeout 120 "$cerec" "$@" >run.out 2>run.err || status=$?
  if grep -qF -e "$CEREC_USER_SECRET" -e "$CEREC_ORGANIZATION_SECRET" -e "${E2E_PASSWORD:-no-password-set}" run.out run.err; then
    die "a secret was printed by: cerec $*"
  fi
  [ "$status" -eq "$wanted" ] || die "exit code $status instead of $wanted: cerec $*"
}
requests() { wc -l <requests; }
