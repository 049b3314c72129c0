#!/usr/bin/env bash
# Installs what the tests need, builds, and runs the tests; the first failure ends the run.
#   tests/run.sh        what CI runs: format, all tests under ASan and UBSan, the real binaries end to end, the quickstart
#   tests/run.sh all    the long ones too: fresh seeds, mutants, the exhausted model, clang, clang-tidy
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
tidy() { git ls-files 'src/*.cpp' | xargs -P "$jobs" -n 4 clang-tidy-14 --quiet -p build/clang; }

step "packages" cmake/packages.sh test
step "format" check_format
step "build: g++, ASan and UBSan, warnings are errors" build asan
step "unit, architecture, golden and fuzz tests" ctest --test-dir build/asan -j "$jobs" -LE 'e2e|mutants|simulation'
step "build: g++, release, LTO" build release cerec cerec-sim cerec-simulate e2e_second_send
step "simulation: the fixed seeds" build/release/tests/cerec-simulate --seeds 1..2000
step "end to end: the real binaries" ctest --test-dir build/release -j 1 -L e2e
step "quickstart" examples/quickstart.sh
if [ "$mode" = all ]; then
  step "simulation: fresh seeds" build/release/tests/cerec-simulate --fresh --time 60
  step "simulation: every mutant is found" tests/simulation/mutants.sh build/asan
  step "the create protocol, exhausted" tests/model/run.sh
  step "build: clang" build clang cerec cerec-sim
  step "clang-tidy" tidy
fi
printf '\nall tests passed\n'
