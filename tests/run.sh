#!/usr/bin/env bash
# Installs what the tests need, builds, and runs the tests; the first failure ends the run.
#   tests/run.sh        what CI runs: format, all tests with clang under ASan and UBSan, all with g++ as released, the simulation,
#                       the real binaries end to end, the quickstart, the exhausted model of the create protocol
#   tests/run.sh all    the long ones too: ten minutes of fresh seeds (what they find is a hole or a rule of the simulation that
#                       is too strict: docs/guarantees.md), clang-tidy
set -euo pipefail
cd "$(dirname "$0")/.."
mode=${1:-ci}
jobs=$(nproc)
export CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-4G}
export CTEST_OUTPUT_ON_FAILURE=1

step() {
  local name=$1 begin
  shift
  begin=$(date +%s)
  printf '\n==> %s\n' "$name"
  "$@"
  printf -- '--- %s: %d s\n' "$name" $(($(date +%s) - begin))
}

build() { # PRESET [TARGET...]
  local preset=$1
  shift
  cmake --preset "$preset" >/dev/null
  cmake --build "build/$preset" -j "$jobs" ${1:+--target "$@"}
}
check_format() { git ls-files '*.cpp' '*.hpp' | xargs clang-format-14 --dry-run --Werror; }
tidy() {
  cmake --preset clang >/dev/null
  git ls-files 'src/*.cpp' | xargs -P "$jobs" -n 1 clang-tidy-14 --quiet -p build/clang
}

step "packages" cmake/packages.sh test
step "format" check_format
step "build: clang, ASan and UBSan, warnings are errors" build asan
step "unit, architecture, golden and fuzz tests" ctest --test-dir build/asan -j "$jobs" -LE 'e2e|simulation'
step "build: g++, as released, warnings are errors" build release
step "the same tests as released" ctest --test-dir build/release -j "$jobs" -LE 'e2e|simulation' -E 'arch|fuzz'
step "simulation: the fixed seeds" build/release/tests/cerec-simulate --seeds 1..12000
step "simulation: every mutant is found" tests/simulation/mutants.sh build/release
step "simulation: under ASan and UBSan" build/asan/tests/cerec-simulate --seeds 1..300
step "end to end: the real binaries" ctest --test-dir build/release -j 1 -L e2e
step "quickstart" examples/quickstart.sh
step "the create protocol, exhausted" tests/model/run.sh
if [ "$mode" = all ]; then
  step "simulation: more fresh seeds" build/release/tests/cerec-simulate --fresh --time 600
  step "clang-tidy" tidy
fi
printf '\nall tests passed\n'
