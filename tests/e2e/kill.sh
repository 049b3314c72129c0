#!/usr/bin/env bash
# SIGKILL at every request boundary and at random moments, two applies at once, a full disk under the sink, and a network that is
# cut; then a re-run. Each time: every manifest one settled instance, every token in the sink, the next plan empty.
. "$(dirname "$0")/lib.sh"

fresh() { stop_sim; rm -rf state.json .cerec other requests; }
converges() {
  run 0 apply -f instances.yaml --auto-approve
  check_once "$1"
  run 0 plan -f instances.yaml --detailed-exitcode
}
wait_for_requests() { # N: until the simulator has seen N requests, 10 s at most
  for _ in $(seq 500); do
    [ -f requests ] && [ "$(requests)" -ge "$1" ] && return 0
    sleep 0.02
  done
  return 1
}

# 1. Every request of a run of three creates, in turn: the service has done its part and says nothing; then SIGKILL.
manifests 3
boundaries=0
for nth in $(seq 40); do
  fresh
  start_sim --fault "any any nth=$nth hang"
  "$cerec" apply -f instances.yaml --auto-approve --parallelism 2 >run.out 2>run.err &
  pid=$!
  if wait_for_requests "$nth" && sleep 0.1 && kill -0 "$pid" 2>/dev/null; then
    kill -9 "$pid"
    wait "$pid" 2>/dev/null || true
  else # the whole run needs fewer requests: every boundary has been struck
    wait "$pid" || die "an apply without a fault failed"
    break
  fi
  stop_sim
  start_sim
  converges 3
  boundaries=$nth
done
[ "$boundaries" -ge 7 ] || die "only $boundaries request boundaries were struck"

# 2. Random moments.
manifests 40
for round in $(seq 8); do
  fresh
  start_sim --latency 3ms --create-latency 15ms
  for _ in 1 2 3; do
    "$cerec" apply -f instances.yaml --auto-approve >run.out 2>run.err &
    pid=$!
    sleep "0.$((RANDOM % 3))$((RANDOM % 10))"
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  converges 40
done

# 3. Two runners at once, each with a working directory of its own.
fresh
start_sim --latency 3ms --create-latency 30ms
mkdir -p other && cp instances.yaml other
(cd other && timeout 120 "$cerec" apply -f instances.yaml --auto-approve >run.out 2>run.err) &
pid=$!
run 0 apply -f instances.yaml --auto-approve
wait "$pid" || die "the second runner ended with exit code $?"
check_once 40
jq -S '.tokens | map_values(.token)' .cerec/tokens.json >mine
jq -S '.tokens | map_values(.token)' other/.cerec/tokens.json >theirs
cmp -s mine theirs || die "two runners published different tokens"
run 0 plan -f instances.yaml --detailed-exitcode

# 4. The disk under the sink is full: a failed change with the instance kept, and no half-written file.
fresh
start_sim
mkdir -p .cerec
full=skipped
if mount -t tmpfs -o size=4k tmpfs .cerec 2>/dev/null; then
  run 5 apply -f instances.yaml --auto-approve
  umount .cerec
  full=done
  converges 40
fi

# 5. The network is cut in the middle (the service dies and comes back on its port).
fresh
start_sim --latency 3ms --create-latency 20ms
"$cerec" apply -f instances.yaml --auto-approve >run.out 2>run.err &
pid=$!
wait_for_requests 20 || die "the run did not get going"
kill -9 "$sim_pid"
wait "$sim_pid" 2>/dev/null || true
sleep 0.3
start_sim
status=0
wait "$pid" || status=$?
case $status in 0 | 5 | 6) ;; *) die "exit code $status after a cut" ;; esac
converges 40

echo "kill: $boundaries request boundaries, 24 random kills, two runners, full disk $full, service killed (exit $status): one instance for each manifest"
