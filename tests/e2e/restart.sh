#!/usr/bin/env bash
# Containers that are killed with creates under way and started again at once, in folders of their own and in the same one. No
# command says that all is well while a second instance of a declared identity is there to be seen; the end is one of each.
. "$(dirname "$0")/lib.sh"

names=3
manifests $names
mkdir seed && cp instances.yaml manifests.yaml

fresh() {
  stop_sim
  rm -rf state.json a b c same seed/.cerec requests
  start_sim --latency 3ms --create-latency 600ms
  # The account knows cerec: the first create of an unknown service would run alone.
  printf 'element: gooddata\nname: seed\nconfiguration: {username: u, password: "${env:E2E_PASSWORD}", siteAddress: s}\n' >seed/seed.yaml
  run 0 -C seed apply -f seed.yaml --stack seed --auto-approve
}
alive() { live | jq '[.[] | select(.name | startswith("instance-"))] | length'; }

# killed FOLDER: an apply that is killed while its creates are under way; they go on at the service.
killed() {
  mkdir -p "$1" && cp manifests.yaml "$1/instances.yaml"
  (cd "$1" && exec "$cerec" apply -f instances.yaml --auto-approve >run.out 2>run.err) &
  local pid=$!
  sleep 0.45
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}
# status ARGS...: the exit code of cerec in folder c.
status() {
  local code=0
  (cd c && timeout 60 "$cerec" "$@" -f instances.yaml >run.out 2>run.err) || code=$?
  cp c/run.err run.err
  echo "$code"
}

# 1. Three runners with folders of their own, the third one left in peace.
fresh
killed a
killed b
mkdir c && cp manifests.yaml c/instances.yaml
applied=$(status apply --auto-approve)
case $applied in 0 | 6) ;; *) die "the quiet apply ended with $applied" ;; esac
sleep 1.5 # the last create of a dead run has been carried out by now
seen=$(alive)
[ "$seen" -ge $names ] || die "$seen instances of $names manifests"
if [ "$seen" -gt $names ]; then
  code=$(status drift)
  [ "$code" -eq 2 ] || die "$seen instances of $names manifests, and drift ends with $code"
  grep -q duplicate c/run.out || die "drift does not name the duplicates"
  code=$(status plan --detailed-exitcode)
  [ "$code" -eq 2 ] || die "$seen instances of $names manifests, and plan ends with $code"
  code=$(status apply --auto-approve)
  [ "$code" -eq 0 ] || die "apply does not watch the duplicates out: it ends with $code"
fi
left=$(alive)
[ "$left" -eq $names ] || die "$left instances of $names manifests after an apply that ended with 0"
[ "$(status plan --detailed-exitcode)" -eq 0 ] || die "the plan after it is not empty"
[ "$(status drift)" -eq 0 ] || die "drift after it"

# 2. The same folder: what the dead run has posted is waited for, not posted again.
fresh
killed same
killed same
(cd same && timeout 60 "$cerec" apply -f instances.yaml --auto-approve >run.out 2>run.err) || die "apply after two kills: $?"
sleep 1
again=$(alive)
[ "$again" -eq $names ] || die "$again instances of $names manifests after restarts in one folder"
posts=$(grep -c 'POST /instances' requests)
[ "$posts" -eq $((names + 1)) ] || die "$posts creates were posted for $names manifests and the seed"

echo "restart: three folders: $seen instances of $names manifests were seen, $left are left; one folder: $again, posted $((posts - 1))"
