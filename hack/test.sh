#!/usr/bin/env bash
# Builds everything and passes every test; ends with a line "N passed, N failed, N skipped".
source "$(dirname "$0")/lib.sh"
case "${1:-}" in
  -h|--help) say "usage: hack/test.sh [FILTER]"; say "Builds everything, checks generated files and runs every test, or those that match a dotnet test filter."; exit 0 ;;
  -*) fail "unknown option $1; see hack/test.sh --help" ;;
esac
ensure_dotnet
cd "$ROOT"
command -v kubectl >/dev/null 2>&1 || say "kubectl is not on PATH: the tests that drive it are skipped"
command -v npm >/dev/null 2>&1 || say "npm is not on PATH: the tests against another gRPC implementation are skipped"

say "building"
build Release ElementalProvider.sln
native_missing=$(native_toolchain_missing "$(native_rid)")
if [ -n "$native_missing" ]; then
  say "the native agent is not built, so the tests run the one for .NET: $native_missing"
elif [ "$(agent_program)" != "$(native_agent "$(native_rid)")" ]; then
  say "building the native agent"
  publish_native "$(native_rid)"
fi
ELEMENTAL_AGENT=$(agent_program); export ELEMENTAL_AGENT
say "checking generated files"
dotnet artifacts/bin/ElementalProvider.CrdGenerator/release/crd-generator.dll --check

passed=0 failed=0 skipped=0 broken=0
for project in tests/*.Tests tests/Conformance tests/PluginConformance tests/EndToEnd; do
  log=$(mktemp)
  dotnet test "$project" -c Release --no-build -v quiet ${1:+--filter "$1"} --logger "console;verbosity=minimal" >"$log" 2>&1 || status=$?
  # The runner's closing line: "Passed! - Failed: 0, Passed: 12, Skipped: 1, Total: 13, Duration: 2 s - X.dll"
  line=$(grep -E '(Passed|Failed|Skipped)! +- Failed: ' "$log" | tail -n 1 || true)
  count() { sed -nE "s/.*$1: +([0-9]+).*/\1/p" <<<"$line"; }
  if [ -n "$line" ]; then
    say "$(basename "$project"): $(count Passed) passed, $(count 'Failed') failed, $(count Skipped) skipped ($(sed -nE 's/.*Duration: ([^-]*[a-z]).*/\1/p' <<<"$line"))"
    passed=$((passed + $(count Passed))) failed=$((failed + $(count Failed))) skipped=$((skipped + $(count Skipped)))
    grep -E '\[SKIP\]' "$log" || true
  fi
  if [ "${status:-0}" != 0 ]; then
    cat "$log"
    [ -n "$line" ] || broken=$((broken + 1))
  fi
  unset status; rm -f "$log"
done
say "$passed passed, $((failed + broken)) failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$broken" = 0 ]
