#!/usr/bin/env bash
# Installs what the tests need, builds, and runs all tests. `tests/run.sh quick` leaves out the second compiler, the
# linters and the sanitizers. Every step is timed; the first failure ends the run.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=${1:-all}
jobs=$(nproc)
export CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-2G}
export CTEST_OUTPUT_ON_FAILURE=1

step() {
  local name=$1 begin
  shift
  begin=$(date +%s)
  printf '\n==> %s\n' "$name"
  "$@"
  printf -- '--- %s: %d s\n' "$name" $(($(date +%s) - begin))
}

build() { cmake --preset "$1" >/dev/null && cmake --build "build/$1" -j "$jobs" ${2:+--target $2}; }
check_format() { git ls-files '*.cpp' '*.hpp' | xargs clang-format-14 --dry-run --Werror; }
# clang-tidy reads one file at a time; the database of the clang build has the right flags.
tidy() {
  git ls-files 'src/*.cpp' | xargs -P "$jobs" -n 4 clang-tidy-14 --quiet -p build/clang 2>/dev/null
}

step "packages" cmake/packages.sh test
step "format" check_format
step "build (g++, warnings are errors)" build dev
step "unit, architecture, golden and simulation tests" ctest --test-dir build/dev -j "$jobs" -LE e2e
step "build (release, LTO)" build release
step "end to end: the real binaries" ctest --test-dir build/release -j 1 -L e2e
if [ "$mode" != quick ]; then
  step "build (clang)" build clang
  step "clang-tidy" tidy
  step "build (ASan and UBSan)" build asan asan_tests
  step "tests under the sanitizers" ctest --test-dir build/asan -j "$jobs" -L asan
fi
