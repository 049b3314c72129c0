#!/usr/bin/env bash
# 100 creates; of every 17th the service commits and then closes the connection without an answer. At most two runs to a
# truthful exit 0, and no duplicate. (The default libcurl, and Terraform's REST provider, leave 6.)
. "$(dirname "$0")/lib.sh"

manifests 100
start_sim --latency 2ms --fault 'POST /instances every=17 commit-then-close'
status=0
timeout 120 "$cerec" apply -f instances.yaml --auto-approve >run.out 2>run.err || status=$?
runs=1
if [ "$status" -ne 0 ]; then
  case $status in 5 | 6) ;; *) die "exit code $status after lost answers" ;; esac
  run 0 apply -f instances.yaml --auto-approve
  runs=2
fi
check_once 100
posts=$(grep -c '^POST ' requests)
run 0 plan -f instances.yaml --detailed-exitcode
echo "lost answers: 100 manifests, 100 instances, $runs run(s), $posts POSTs, next plan empty"
