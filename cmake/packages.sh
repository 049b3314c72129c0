#!/usr/bin/env bash
# Installs what is missing of the Debian 12 packages that cerec needs: `build` for the two binaries, `test` for all
# tests as well. Does nothing, and needs no root, where all are there.
set -euo pipefail

build=(g++ cmake ninja-build ccache pkg-config git ca-certificates libcurl4-openssl-dev libyaml-cpp-dev
  nlohmann-json3-dev libfmt-dev libexpected-dev libcli11-dev libsodium-dev libcpp-httplib-dev doctest-dev)
tests=(clang-14 clang-format-14 clang-tidy-14 libclang-rt-14-dev python3 python3-jsonschema spin gcc curl jq procps util-linux openssl time
  iproute2 nftables)

wanted=("${build[@]}")
[ "${1:-build}" = test ] && wanted+=("${tests[@]}")

missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "cerec: these packages are missing; install them as root: apt-get install ${missing[*]}" >&2
  exit 1
fi
echo "cerec: installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
