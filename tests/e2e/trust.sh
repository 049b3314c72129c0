#!/usr/bin/env bash
# What a checkout may do on a real machine: nothing runs and nothing outside is read without --trust-project; children get no
# secret of the account; no core dump, and no other process of the user reads this one's environment.
. "$(dirname "$0")/lib.sh"
unset SSL_CERT_FILE CEREC_CA_FILE CEREC_PROXY
start_sim

mkdir -p checkout/instances outside
cd checkout
echo outside-canary >../outside/secret
cat >instances/a.yaml <<'YAML'
element: gooddata
name: one
configuration:
  username: ${cmd:sh -c 'env >../seen.env; ulimit -c >../seen.core; grep -a CEREC_USER /proc/$PPID/environ >../seen.parent; echo someone'}
  password: ${file:link}
  siteAddress: secure.gooddata.com
YAML
ln -s ../outside/secret link
ln -s "$work/outside/manifest.yaml" instances/b.yaml
printf 'element: gooddata\nname: two # manifest-canary\nconfiguration: [\n' >../outside/manifest.yaml

untrusted() { # WORDS...: refused with 3, nothing ran, nothing outside was quoted
  run 3 "$@"
  [ ! -e ../seen.env ] || die "a program ran: $*"
  ! grep -q canary run.out run.err || die "something outside was quoted: $*"
  grep -q 'instances/a.yaml:4:13: error: the project is not trusted to run programs, such as `sh`' run.err || die "no place: $*"
  grep -q "instances/a.yaml:5:13: error: link (it leads to $work/outside/secret) is outside" run.err || die "no link: $*"
  grep -q 'instances/b.yaml' run.err || die "no linked manifest: $*"
}
untrusted validate -f instances
untrusted plan -f instances
untrusted apply -f instances --auto-approve
untrusted drift -f instances
untrusted validate -f "$PWD/instances"
rm instances/b.yaml
[ "$(grep -c instances ../requests || true)" = 0 ] || die "a request was sent"

export CE_COPY="$CEREC_USER_SECRET" CEREC_FINGERPRINT_KEY=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
run 0 apply -f instances --auto-approve --trust-project
! grep -q -e CEREC_ -e "$CEREC_USER_SECRET" -e "$CEREC_ORGANIZATION_SECRET" ../seen.env || die "a child saw a secret of the account"
grep -q '^PATH=' ../seen.env || die "a child has no environment"
[ "$(cat ../seen.core)" = 0 ] || die "core dumps are on"
# Root may read what it likes; anybody else is refused, since the process cannot be dumped.
if [ "$(id -u)" != 0 ]; then [ ! -s ../seen.parent ] || die "a child read the environment of cerec"; fi

# A pinned API does not help against a chosen authority.
printf 'api: {caFile: /etc/ssl/certs/ca-certificates.crt, proxy: "http://127.0.0.1:1"}\n' >cerec.yaml
run 3 plan -f instances
[ "$(grep -c 'not trusted to set' run.err)" = 2 ] || die "proxy and CA were not refused"
rm cerec.yaml

# A token sink behind a link that leads to nothing yet.
ln -s "$work/outside/new.json" tokens.json
printf 'tokens: [{type: file, path: tokens.json}]\n' >cerec.yaml
printf 'element: gooddata\nname: one\nconfiguration: {username: u, password: "${env:E2E_PASSWORD}", siteAddress: s}\n' >instances/a.yaml
export E2E_PASSWORD=canary-password-4711
run 3 plan -f instances
grep -q 'cerec.yaml:1:10: error: tokens.json (it leads to .*/outside/new.json)' run.err || die "a dangling link passed"
run 0 plan -f instances --allow-path ../outside
echo "trust: nothing runs, leaves or is read before the operator says so; children know nothing of the account"
