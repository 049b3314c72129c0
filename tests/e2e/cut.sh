#!/usr/bin/env bash
# The network goes away in the middle of an apply and comes back: shorter than the client's time limits, and longer. Then a re-run:
# every manifest one settled instance, every token in the sink, the next plan empty.
# Runs in a network namespace of its own, where taking its loopback down hurts nobody; exit 77: not permitted here.
if [ -z "${CEREC_NAMESPACE:-}" ]; then
  unshare --net true 2>/dev/null || { echo "cut: no network namespaces here"; exit 77; }
  exec env CEREC_NAMESPACE=1 unshare --net "$0" "$@"
fi
. "$(dirname "$0")/lib.sh"
ip link set lo up

manifests 40
report=
for cut in 0.5 5; do
  for after in 3 20 60 110 150; do # requests seen before the cut
    stop_sim
    rm -rf state.json .cerec requests
    start_sim --latency 3ms --create-latency 20ms
    "$cerec" apply -f instances.yaml --auto-approve --timeout 2s --connect-timeout 1s >run.out 2>run.err &
    pid=$!
    for _ in $(seq 500); do
      [ -f requests ] && [ "$(requests)" -ge "$after" ] && break
      sleep 0.01
    done
    ip link set lo down
    sleep "$cut"
    ip link set lo up
    status=0
    wait "$pid" || status=$?
    case $status in 0 | 4 | 5 | 6) ;; *) die "exit code $status after a cut of $cut s" ;; esac
    report="$report $status"
    run 0 apply -f instances.yaml --auto-approve
    check_once 40
    run 0 plan -f instances.yaml --detailed-exitcode
  done
done
echo "cut: 10 cuts (exit codes$report), then one re-run each: one instance for each manifest"
