#!/usr/bin/env bash
# The walk of docs/secrets.md, "Keys and rotation": the account's secrets are rotated, a key is configured, rotated and lost. A
# password that was changed meanwhile is never lost silently, and nothing is left to do in the end.
. "$(dirname "$0")/lib.sh"

manifests 2
printf 'tokens: [file, {type: dotenv, path: tokens.env}]\n' >cerec.yaml
# kept_once: both sinks hold each token once, under its plain name, as this account's under its present secrets.
kept_once() {
  run 0 token list -o json
  [ "$(jq '.tokens | length' run.out)" = 2 ] && [ "$(jq .of_other_accounts run.out)" = 0 ] || die "tokens: $(cat run.out)"
  [ "$(jq '.tokens | length' .cerec/tokens.json)" = 2 ] && ! grep -q @ .cerec/tokens.json || die "$(jq '.tokens | keys' .cerec/tokens.json)"
  [ "$(grep -c "_TOKEN='" tokens.env)" = 2 ] && [ "$(grep -c "$(jq -r '.tokens[0].account' run.out)" tokens.env)" = 2 ] ||
    die "tokens.env: $(grep -v TOKEN tokens.env)"
}
# answers CODE ARGS...: the exit code of cerec over these manifests.
answers() {
  local expected=$1
  shift
  run "$expected" "$@" -f instances.yaml
}
quiet() {
  answers 0 plan --detailed-exitcode
  answers 0 drift
}
rotate_account() {
  stop_sim
  export CEREC_USER_SECRET="user-secret-$1" CEREC_ORGANIZATION_SECRET="organization-secret-$1"
  start_sim
}

start_sim
answers 0 apply --auto-approve
quiet

# 1. The account's secrets are rotated, and a password with them. Without the old ones: told, not guessed.
old_user=$CEREC_USER_SECRET old_organization=$CEREC_ORGANIZATION_SECRET
rotate_account 2
export E2E_PASSWORD=canary-password-4712
answers 2 plan --detailed-exitcode
grep -q 'Warning: 2 instances cannot be verified' run.out || die "plan does not warn"
answers 2 drift
grep -q unverifiable run.out || die "drift does not say it"
# With the old ones nothing is lost.
export CEREC_PREVIOUS_USER_SECRET=$old_user CEREC_PREVIOUS_ORGANIZATION_SECRET=$old_organization
answers 2 plan --detailed-exitcode
grep -q 'configuration.password' run.out || die "the changed password is not planned"
answers 0 apply --auto-approve
unset CEREC_PREVIOUS_USER_SECRET CEREC_PREVIOUS_ORGANIZATION_SECRET
quiet
kept_once

# 2. A key of one's own: recorded anew, and the next rotation of the account needs nothing.
run 0 check --new-key
CEREC_FINGERPRINT_KEY=$(cat run.out)
export CEREC_FINGERPRINT_KEY
answers 2 plan --detailed-exitcode
! grep -q 'cannot be verified' run.out || die "the key before it is not found by itself"
answers 0 apply --auto-approve
quiet
rotate_account 3
quiet
run 0 token list
grep -q 'Left out: 2 records of this stack of another account' run.err || die "token list: $(cat run.err)"
answers 0 apply --auto-approve # the tokens prove whose they are
kept_once

# 3. The key is rotated; from a file, as a flag.
printf '%s\n' "$CEREC_FINGERPRINT_KEY" >old.key
chmod 600 old.key
run 0 check --new-key
CEREC_FINGERPRINT_KEY=$(cat run.out)
answers 0 apply --auto-approve --previous-fingerprint-key-file old.key
quiet

# 4. The key is lost: the secrets are written again.
run 0 check --new-key
CEREC_FINGERPRINT_KEY=$(cat run.out)
answers 2 plan --detailed-exitcode
answers 0 apply --auto-approve --rotate '*'
quiet

# 5. A weak key is refused.
CEREC_FINGERPRINT_KEY=team2024
answers 3 plan
grep -q 'cerec check --new-key' run.err || die "no hint"

# The secrets stand for the account: tokens.json keeps the records of each, with the same tokens.
live | jq -r ".[].token" | sort >live.tokens
jq -r ".tokens[].token" .cerec/tokens.json | sort -u >kept.tokens
cmp -s live.tokens kept.tokens || { jq "[.tokens[] | del(.token)]" .cerec/tokens.json >&2; die "the tokens in the sink are not those of the account"; }
echo "rotation: account, key and password were rotated; nothing was lost, and nothing is left to do"
