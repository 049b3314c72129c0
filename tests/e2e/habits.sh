#!/usr/bin/env bash
# Habits that the service may have and nobody outside has seen (docs/simulator.md, "Choices"): with each of them creates happen once, a lost
# answer included, numbers keep their digits, and the plan afterwards is empty. Where listings show no tags, one create is the most.
. "$(dirname "$0")/lib.sh"
export E2E_PASSWORD=canary-password-4711
cat >instances.yaml <<'YAML'
element: gooddata
name: R&D + 'more'
tags: [R&D, a@b]
configuration:
  username: user
  password: ${env:E2E_PASSWORD}
  siteAddress: secure.gooddata.com
  pagination.max: 12345678901234567890
  event.poller.configuration: {a: 1.10, b: [1e3]}
---
element: gooddata
name: two
configuration: {username: user, password: "${env:E2E_PASSWORD}", siteAddress: secure.gooddata.com, pagination.max: 1.10}
---
element: gooddata
name: three
tags: [three]
configuration: {username: user, password: "${env:E2E_PASSWORD}", siteAddress: secure.gooddata.com}
YAML

begin() { # CHOICE...: a fresh account at a service of these habits
  stop_sim
  rm -rf state.json .cerec requests
  local flags=()
  for choice in "$@"; do flags+=(--choice "$choice"); done
  start_sim --fault 'POST /instances nth=2 commit-then-close' "${flags[@]}"
}

lives_with() { # CHOICE...
  begin "$@"
  run 0 apply -f instances.yaml --auto-approve
  [ "$(grep -c '^POST /' requests || true)" -eq 3 ] || die "not three creates with $*"
  [ "$(jq '.tokens | length' .cerec/tokens.json)" -eq 3 ] || die "not three tokens with $*"
  run 0 plan -f instances.yaml --detailed-exitcode
  run 0 drift -f instances.yaml
  api "/instances?hydrate=true" | jq -e 'length == 3 and any(.[]; .configuration["pagination.max"] == "12345678901234567890")
    and any(.[]; .configuration["pagination.max"] == "1.10")' >/dev/null || die "other instances or numbers with $*"
}

lives_with name-as-tag=yes tag-order=shuffled
lives_with tag-length=32 tag-order=reversed-in-lists page-token=unpadded next-page-token=also-on-last
lives_with tag-length=64 total-count=everything
lives_with special-characters=entities numbers=doubles
lives_with date=absent 'empty-list-text=Instances not found'
lives_with date=hour-ahead count-headers=no
lives_with date=hour-behind tag-shape=objects
CEREC_EMPTY_LISTING='nothing *' lives_with 'empty-list-text=Nothing to see here'

begin 'empty-list-text=No route found'
run 1 apply -f instances.yaml --auto-approve
grep -q 'name them with --empty-listing' run.err || die "no way out is shown"
! grep -q '^POST /' requests || die "a create in an account that nobody could read"

begin list-tags=absent
for again in 1 2; do
  "$cerec" apply -f instances.yaml --auto-approve >run.out 2>run.err && die "exit code 0 without tags, run $again"
done
[ "$(grep -c '^POST /' requests)" -eq 1 ] || die "more than one create where listings show no tags"
echo "habits: 8 kinds of service: three creates each, one lost answer, nothing left to do; wrong paths and missing tags stop"
