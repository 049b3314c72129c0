#!/usr/bin/env bash
# Creating ten times as many instances costs at most twelve times as much: the processor time of cerec alone, as a ratio. A file that is
# rewritten whole for each batch of tokens fails this. usage: tokens.sh [N], default 500 (and 5,000)
. "$(dirname "$0")/../e2e/lib.sh"

n=${1:-500}

# cost N: seconds of processor time that an apply of N creates takes.
cost() {
  stop_sim
  rm -rf state.json .cerec requests
  manifests "$1"
  start_sim
  /usr/bin/time -o cost -f '%U %S' timeout 3000 "$cerec" apply -f instances.yaml --auto-approve -o json >run.out 2>run.err || die "apply of $1"
  [ "$(jq '.tokens | length' .cerec/tokens.json)" -eq "$1" ] || die "$1 creates, and another number of tokens"
  awk '{ print $1 + $2 }' cost
}
small=$(cost "$n")
large=$(cost "$((10 * n))")
printf '%d creates %s s, %d creates %s s of processor time: ratio %s, at most 12\n' "$n" "$small" "$((10 * n))" "$large" \
  "$(awk "BEGIN { printf \"%.1f\", $large / $small }")"
awk "BEGIN { exit !($large <= 12 * $small) }" || die "more than linear"
