#!/usr/bin/env bash
# Exhausts the model of the create protocol (create.pml) with spin, and shows that it catches mutants: each
# must have a counterexample. One line a check; fails on any surprise. `run.sh NAME...` runs only those.
# Under 2 GB. KEEP=1 leaves the working folder, where `spin -t -p` replays a counterexample.
set -u
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
surprises=0

# check <name> <holds|fails> <macros...>
check() {
  local name=$1 expected=$2 begin found states optimise=-O1
  shift 2
  if [ ${#wanted[@]} -gt 0 ] && [[ " ${wanted[*]} " != *" $name "* ]]; then return; fi
  [ "$expected" = fails ] && optimise=-O0 # found at once: compiling would take longer
  begin=$(date +%s)
  mkdir "$work/$name" && cd "$work/$name" || exit 1
  if ! spin -a "$@" "$here/create.pml" >spin.out 2>&1 || ! gcc $optimise -w -DSAFETY -DNOREDUCE -DMEMLIM=1900 -o pan pan.c 2>gcc.out; then
    cat spin.out gcc.out 2>/dev/null
    found="broken"
  else
    timeout "${LIMIT:-900}" ./pan -m500000 -w22 -n >pan.out 2>&1
    if grep -q 'assertion violated' pan.out; then
      found="fails"
    elif grep -q 'errors: 0' pan.out && ! grep -Eq 'Search not completed|max search depth too small|out of memory' pan.out; then
      found="holds"
    else
      found="not exhausted"
    fi
  fi
  states=$(sed -n 's/ *\([0-9.e+]*\) states, stored.*/\1/p' pan.out 2>/dev/null)
  printf '%-4s %-26s %-13s %12s states %4d s  %s\n' "$([ "$found" = "$expected" ] && echo ok || echo BAD)" "$name" "$found" \
    "${states:-?}" $(($(date +%s) - begin)) "$*"
  [ "$found" = "$expected" ] || surprises=$((surprises + 1))
  cd "$work" || exit 1
}

wanted=("$@")
for ids in START COMMIT; do
  low=$(echo $ids | tr '[:upper:]' '[:lower:]')
  check "three-crashes-ids-at-$low" holds -DIDS_AT_$ids -DPOSTS=2 -DCRASHES=3
  check "three-posts-ids-at-$low" holds -DIDS_AT_$ids -DPOSTS=3 -DCRASHES=0
  check "one-applier-ids-at-$low" holds -DIDS_AT_$ids -DRUNS=1 -DPOSTS=4 -DCRASHES=3
done
check one-create-if-prompt holds -DPROMPT -DRUNS=1 -DPOSTS=3 -DCRASHES=3

# Without the bound on pauses the protocol is not safe, and without any of its rules neither.
check no-bound-on-pauses fails -DNO_BOUND -DPOSTS=2 -DCRASHES=0
check no-look-up fails -DM_NO_LOOK_UP -DRUNS=1 -DPOSTS=2 -DCRASHES=1
check blind-retry fails -DM_BLIND_RETRY -DPROMPT -DRUNS=1 -DPOSTS=2 -DCRASHES=0
check no-final-listing fails -DM_NO_LISTING -DPOSTS=2 -DCRASHES=0
check token-before-settle fails -DM_TOKEN_FIRST -DPOSTS=2 -DCRASHES=0
check no-patience fails -DM_NO_PATIENCE -DPOSTS=3 -DCRASHES=0
check patience-not-renewed fails -DM_WATCH_ONCE -DPOSTS=3 -DCRASHES=1
check own-twins-at-once fails -DM_TWINS_AT_ONCE -DPOSTS=3 -DCRASHES=0

[ "$surprises" = 0 ] || { echo "$surprises surprises"; exit 1; }
