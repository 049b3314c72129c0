#!/usr/bin/env bash
# Custody of tokens over the real binaries: killed at any moment, nothing that was reported is lost and tokens.json is JSON; sinks
# that fail are tried before anything is created, and again afterwards; .cerec/ stays out of Git.
. "$(dirname "$0")/lib.sh"
export CEREC_TRUST_PROJECT=1

# Every instance that a killed run reported as created has its token in what it left behind.
nothing_reported_is_lost() {
  [ ! -e .cerec/tokens.json ] || jq -e .tokens .cerec/tokens.json >/dev/null || die "tokens.json is not valid JSON after a kill"
  "$cerec" token list -o json 2>/dev/null | jq -r '.tokens[].instance_id' | sort >held
  jq -r 'select(.type == "apply_complete") | .change.instance_id // .instance_id' run.jsonl 2>/dev/null | sort >reported || true
  [ -z "$(comm -13 held reported)" ] || die "reported, and in no sink: $(comm -13 held reported | tr '\n' ' ')"
}

# 1. kill -9, again and again, in one folder.
n=150
manifests $n
start_sim --latency 2ms --create-latency 30ms
kills=0 told=0
for ((round = 0; round < 12; round++)); do
  "$cerec" apply -f instances.yaml --auto-approve -o jsonl >run.jsonl 2>run.err &
  pid=$!
  sleep "0.$((12 + round * 7 % 40))"
  for ((wait = 0; wait < round * 10 && told == 0; wait++)); do # on a busy machine
    grep -q '"apply_complete"' run.jsonl && break
    sleep 0.02
  done
  kill -9 "$pid" 2>/dev/null && kills=$((kills + 1))
  wait "$pid" 2>/dev/null || true
  nothing_reported_is_lost
  told=$((told + $(wc -l <reported)))
done
sleep 1 # what is on its way to the service arrives
run 0 apply -f instances.yaml --auto-approve
check_once $n
[ ! -e .cerec/tokens.json.journal ] || die "the journal outlived a run that ended"
[ "$told" -gt 0 ] || die "no run lived long enough to report anything"

# 2. A sink that cannot be written ends the run before anything is created.
stop_sim
rm -rf state.json .cerec requests
start_sim
manifests 3
touch blocked
printf 'tokens: [{type: file, path: blocked/tokens.json}]\n' >cerec.yaml
run 3 apply -f instances.yaml --auto-approve
! grep -q POST requests || die "created although no token could be kept"

# 3. A command that fails is tried again; an outstanding delivery is no "no changes"; what it took is not sent again.
cat >keep.sh <<'END'
#!/bin/sh
read -r line
[ ! -e failing ] || exit 1
printf '%s\n' "$line" >>kept.jsonl
END
chmod +x keep.sh
printf 'tokens:\n  - {type: file}\n  - {type: command, command: [./keep.sh]}\n' >cerec.yaml
touch failing
run 5 apply -f instances.yaml --auto-approve
run 2 plan -f instances.yaml --detailed-exitcode
! grep -q 'No changes' run.out || die "an outstanding delivery was called no changes"
run 2 drift -f instances.yaml
grep -q '3 tokens are still owed to a sink' run.out || die "drift does not tell outstanding deliveries"
run 0 drift -f instances.yaml --fail-on drift
run 5 apply -f instances.yaml --auto-approve
rm failing
run 0 apply -f instances.yaml --auto-approve
[ "$(jq -r .id kept.jsonl | sort -u | wc -l)" -eq 3 ] || die "a delivery is still outstanding"
run 0 plan -f instances.yaml --detailed-exitcode
run 0 drift -f instances.yaml
run 0 apply -f instances.yaml --auto-approve
[ "$(wc -l <kept.jsonl)" -eq 3 ] || die "what was taken was sent again"
! grep -qFf <(jq -r .token kept.jsonl) .cerec/deliveries.json || die "a token in the memory of deliveries"

# 4. After the first apply, `git add -A` stages no token.
if command -v git >/dev/null; then
  git init -q . && git add -A
  ! git diff --cached --name-only | grep -q '^\.cerec/' || die "git would take .cerec/"
fi
printf 'tokens: %d kills, %d reports under them, all kept\n' "$kills" "$told"
