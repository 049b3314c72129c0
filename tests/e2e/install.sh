#!/usr/bin/env bash
# `cmake --install` puts the two programs in place, and they run from there.
set -euo pipefail
build=${CEREC_BIN:?the build folder}
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$build" --prefix "$prefix" >/dev/null
installed=$(cd "$prefix" && find . -type f | sort | tr '\n' ' ')
[ "$installed" = "./bin/cerec ./bin/cerec-sim " ] || { echo "installed: $installed" >&2; exit 1; }
# Whole outputs, no `| grep -q`: that closes the pipe under a program that still writes.
[[ $("$prefix/bin/cerec" version) == cerec\ * ]] || { echo "cerec version says nothing" >&2; exit 1; }
[[ $("$prefix/bin/cerec-sim" --help) == *--listen* ]] || { echo "cerec-sim --help says nothing" >&2; exit 1; }
printf 'element: gooddata\nname: one\nconfiguration: {username: u, password: "${env:P}", siteAddress: s}\n' >"$prefix/one.yaml"
P=x "$prefix/bin/cerec" validate -f "$prefix/one.yaml" >/dev/null
echo "installed: $installed"
