#!/usr/bin/env bash
# Shows that the simulation catches fish: each mutant breaks one rule of the program, and cerec-simulate has to find it.
#   tests/simulation/mutants.sh [BUILD-FOLDER] [MUTANT...]
# A mutant is a sed script over one source file. The mutated copy is compiled with the flags of the build folder and
# linked before the libraries of the program, so that one file is rebuilt and the checkout is never touched. "# seeds: N" in the
# script is the bound: seeds 1..N have to find it.
# Exit 1: a mutant survived, or its script no longer changes the file.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${1:-$root/build/release}" && pwd)
shift || true
commands=$build/compile_commands.json
[ -f "$commands" ] || { echo "no $commands: configure the build folder first" >&2; exit 3; }
ninja -C "$build" cerec-simulate >/dev/null
work=$build/mutants
mkdir -p "$work"
# The link line of the true program, to be used with one object in front.
link=$(ninja -C "$build" -t commands cerec-simulate | tail -n 1)
[ $# -gt 0 ] || set -- $(cd "$here/mutants" && ls ./*.sed | sed 's|^\./||; s|\.sed$||')

survivors=0
printf '%-24s %-28s %10s %10s %8s\n' mutant outcome bound schedules seconds
for name in "$@"; do
  script=$here/mutants/$name.sed
  file=$(sed -n 's/^# file: //p' "$script")
  seeds=${CEREC_MUTANT_SEEDS:-$(sed -n 's/^# seeds: //p' "$script")}
  copy=$work/$name.cpp object=$work/$name.o program=$work/$name
  sed -E -f "$script" "$root/$file" >"$copy"
  if cmp -s "$root/$file" "$copy"; then
    printf '%-24s %-28s\n' "$name" "DOES NOT APPLY to $file"
    survivors=$((survivors + 1))
    continue
  fi
  compile=$(jq -r --arg file "$root/$file" '.[] | select(.file == $file) | .command' "$commands" |
    sed -E "s| -o [^ ]+| -o $object|; s| -c [^ ]+\$| -w -iquote $root/$(dirname "$file") -c $copy|")
  (cd "$build" && eval "$compile") || { printf '%-24s %-28s\n' "$name" "DOES NOT COMPILE"; survivors=$((survivors + 1)); continue; }
  begin=$(date +%s)
  (cd "$build" && eval "$(sed -E "s| -o tests/cerec-simulate | $object -o $program |; s|-Wl,--dependency-file=[^ ]+||" <<<"$link")")
  if "$program" --seeds "1..$seeds" --expect-violation >"$work/$name.log" 2>&1; then
    outcome="found by seed $(sed -n 's/^seed \([0-9]*\) FAILED.*/\1/p' "$work/$name.log" | head -n 1)"
  else
    outcome=SURVIVED
    survivors=$((survivors + 1))
  fi
  played=$(sed -n 's/^\([0-9]*\) schedules from.*/\1/p' "$work/$name.log")
  printf '%-24s %-28s %10s %10s %8s\n' "$name" "$outcome" "$seeds" "${played:-?}" "$(($(date +%s) - begin))"
  rm -f "$program" "$object"
done
[ "$survivors" -eq 0 ] || { echo "$survivors mutants were not found" >&2; exit 1; }
