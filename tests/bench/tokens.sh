#!/usr/bin/env bash
# Creating ten times as many instances costs about ten times as much: the processor time of cerec alone, as a ratio. A file that is rewritten
# whole for each batch of tokens fails this, as does a list that is searched for each change. Memory is printed, never judged.
# usage: tokens.sh [N] [MOST], default 5000 (and 50,000) and 12; CI takes 500 and 15, since start-up and noise weigh more there
. "$(dirname "$0")/../e2e/lib.sh"

n=${1:-5000}
most=${2:-12}

# cost N: into the file cost, the seconds of processor time that an apply of N creates takes, and the most memory that it holds, in MB. Not in
# a subshell: the service would outlive it.
cost() {
  stop_sim
  rm -rf state.json .cerec requests
  manifests "$1"
  start_sim
  /usr/bin/time -o time -f '%U %S %M' timeout 3000 "$cerec" apply -f instances.yaml --auto-approve --quiet >run.out 2>run.err || die "apply of $1"
  [ "$(jq '.tokens | length' .cerec/tokens.json)" -eq "$1" ] || die "$1 creates, and another number of tokens"
  stop_sim
  awk '{ printf "%.2f %d\n", $1 + $2, $3 / 1024 }' time >cost
}
cost "$n"
read -r small small_memory <cost
cost "$((10 * n))"
read -r large large_memory <cost
printf '%d creates %s s of processor time, %s MB; %d creates %s s, %s MB: ratio %s, at most %s\n' "$n" "$small" "$small_memory" \
  "$((10 * n))" "$large" "$large_memory" "$(awk "BEGIN { printf \"%.1f\", $large / $small }")" "$most"
awk "BEGIN { exit !($large <= $most * $small) }" || die "more than linear"
