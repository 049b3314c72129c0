#!/usr/bin/env bash
# Hostile files and impatient signals, on a real machine: links, FIFOs and devices where files are expected, and waits that a
# signal ends.
. "$(dirname "$0")/lib.sh"
start_sim
manifests 2

# ends CODE SIGNAL WORDS...: cerec waits for something; the signal ends it with CODE, soon.
ends() {
  local wanted=$1 signal=$2 status=0
  shift 2
  # A job of a script ignores SIGINT unless it is asked not to.
  python3 -c 'import signal, os, sys
for each in (signal.SIGINT, signal.SIGHUP): signal.signal(each, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$cerec" "$@" <&0 >run.out 2>run.err &
  local pid=$!
  sleep 1
  kill -0 "$pid" 2>/dev/null || die "did not wait: $*: $(cat run.err)"
  kill "-$signal" "$pid"
  for _ in $(seq 30); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  kill -0 "$pid" 2>/dev/null && { kill -9 "$pid"; die "SIG$signal did not end: $*"; }
  wait "$pid" || status=$?
  [ "$status" -eq "$wanted" ] || die "exit code $status instead of $wanted after SIG$signal: $*: $(cat run.err)"
}

mkfifo fifo
# A FIFO is no manifest, no secret and no project file; nothing waits for it.
run 3 validate -f fifo
grep -q 'fifo: not a regular file' run.err || die "a FIFO as manifest: $(cat run.err)"
run 3 validate -f fifo -o json
run 3 plan -f instances.yaml --project fifo
printf 'element: gooddata\nname: one\nconfiguration: {username: u, password: "${file:fifo}", siteAddress: s}\n' >file.yaml
run 3 plan -f file.yaml
grep -q 'fifo: not a regular file' run.err || die "a FIFO as secret: $(cat run.err)"
run 3 plan -f instances.yaml --user-secret-file fifo

# What the shell hands over is read, and a signal ends the wait for it.
run 0 validate -f <(cat instances.yaml)
grep -q 'Validated 2 instances' run.out || die "process substitution"
exec 8<>fifo # a writer that writes nothing
ends 130 INT validate -f /dev/fd/8
ends 130 INT plan -f - <&8
ends 143 TERM show - <&8
ends 143 HUP apply -f - --auto-approve <&8
ends 143 HUP plan -f /dev/fd/8 -o json
exec 8>&-

# The lock of a checkout that does not mean well: a link (its target stays as it is), a FIFO.
mkdir .cerec
echo precious >precious
ln -s ../precious .cerec/lock
run 1 apply -f instances.yaml --auto-approve --trust-project
grep -q 'lock: not a regular file' run.err || die "a link as lock: $(cat run.err)"
[ "$(cat precious)" = precious ] || die "the target of the link was emptied"
rm .cerec/lock
mkfifo .cerec/lock
run 1 apply -f instances.yaml --auto-approve
rm -r .cerec
[ ! -s requests ] || ! grep -q POST requests || die "something was created"

# What is written: into a FIFO, a device or a descriptor; no folder is made; no link of the checkout leads out.
run 1 plan -f instances.yaml --out fifo
grep -q 'fifo: nobody reads from it' run.err || die "a FIFO without a reader: $(cat run.err)"
cat fifo >got & reader=$!
run 0 plan -f instances.yaml --out fifo
wait "$reader"
jq -e .digest got >/dev/null || die "the FIFO did not get the plan"
[ -p fifo ] || die "the FIFO was replaced"
run 1 plan -f instances.yaml --out /dev/full
[ -c /dev/full ] || die "/dev/full was replaced"
run 0 plan -f instances.yaml -q --out /dev/stdout -o markdown=/dev/null
[ -c /dev/null ] || die "/dev/null was replaced"
grep -q '"digest"' run.out || die "--out /dev/stdout: $(head -c 300 run.out)"
run 3 plan -f instances.yaml --out no/such/p.json
grep -q 'mkdir -p no/such' run.err || die "no hint: $(cat run.err)"
[ ! -e no ] || die "a folder was made"
run 3 plan -f instances.yaml -o json --out no/such/p.json
mkdir checkout away
ln -s ../away checkout/plans
ln -s "$work/away/new.md" checkout/report.md
run 3 plan -C checkout -f "$work/instances.yaml" --out plans/p.json
grep -q "plans leaves the project's folder by a link (to $work/away)" run.err || die "--out through a link: $(cat run.err)"
run 3 plan -C checkout -f "$work/instances.yaml" -o markdown=report.md
[ -z "$(ls -A away)" ] || die "something was written outside"
run 0 plan -C checkout -f "$work/instances.yaml" --out plans/p.json -o markdown=report.md --trust-project
[ -s away/p.json ] && [ -s away/new.md ] && [ -L checkout/report.md ] || die "a trusted link was not followed"
run 0 plan -C checkout -f "$work/instances.yaml" --out "$work/away/q.json" # the operator's own path
echo before >summary.md
GITHUB_STEP_SUMMARY=summary.md run 0 plan -f instances.yaml -o markdown=summary.md
GITHUB_STEP_SUMMARY="$PWD/summary.md" run 0 plan -f instances.yaml -o markdown=./summary.md
run 0 plan -f instances.yaml -o markdown+=summary.md
[ "$(head -n 1 summary.md)" = before ] && [ "$(grep -c '### Plan:' summary.md)" = 3 ] || die "a summary was replaced"
run 0 plan -f instances.yaml -o markdown=summary.md
[ "$(grep -c '### Plan:' summary.md)" = 1 ] || die "a report was not replaced"

# Nothing is left out in silence.
mkdir tree
cp instances.yaml tree/a.yaml
ln -s nowhere.yaml tree/b.yaml
run 3 apply -f tree --prune --auto-approve
grep -q 'tree/b.yaml leads to nothing' run.err || die "a dangling link: $(cat run.err)"
rm tree/b.yaml
ln -s . tree/again
run 3 plan -f tree
grep -q 'tree/again is a link to a folder that holds it' run.err || die "a cycle: $(cat run.err)"
rm tree/again

# A reader that has stopped reading: a signal ends the write to it.
mkfifo stuck
sleep 60 <stuck & reader=$!
for n in $(seq 8000); do printf -- '- {element: gooddata, name: n%s}\n' "$n"; done >many.yaml
"$cerec" fmt -f - <many.yaml >stuck & writer=$!
sleep 1
kill -TERM "$writer"
status=0
wait "$writer" || status=$?
kill "$reader"
wait "$reader" || true
[ "$status" = 143 ] || die "blocked in a write to a full pipe: $status"

# SIGHUP in the middle of an apply is a SIGTERM: what is in flight is finished, and the exit code says so.
stop_sim
start_sim --fault 'POST /instances delay=2s'
ends 143 HUP apply -f instances.yaml --auto-approve
run 0 apply -f instances.yaml --auto-approve
check_once 2
echo "hostile: nothing waits for a FIFO, nothing follows a planted link, a signal ends every wait"
