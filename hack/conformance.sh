#!/usr/bin/env bash
# Plays the recorded conversations with a real API server to the development API server; prints by area what is met and what is known to be missing.
source "$(dirname "$0")/lib.sh"
case "${1:-}" in
  -h|--help)
    say "usage: hack/conformance.sh"
    say "Prints for each area how many recorded cases are met, known to be missing (tests/Conformance/Data/unmet.txt), failed or skipped."
    say "Exit code 1 when a case failed that is not known to be missing, or when one is met that the list calls missing."
    exit 0 ;;
  "") ;;
  *) fail "unknown argument $1; see hack/conformance.sh --help" ;;
esac
ensure_dotnet
cd "$ROOT"
command -v kubectl >/dev/null 2>&1 || say "kubectl is not on PATH: what it prints is skipped"
say "building"
build Release tests/Conformance

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet test tests/Conformance -c Release --no-build --logger "console;verbosity=normal" >"$log" 2>&1 || status=$?
grep -qE '^  Passed ' "$log" || { cat "$log" >&2; fail "no case was played."; }

# A test of a case that is known to be missing passes while it is missing: it is taken from those that are met.
awk '
  FNR == NR { if ($0 ~ /^[^#]+\/[^:]+: /) { split($0, id, "/"); missing[id[1]]++ } next }
  match($0, /^  (Passed|Failed|Skipped) ElementalProvider\.Conformance\.[A-Za-z]+Tests\./) {
    area = $2; sub(/^ElementalProvider\.Conformance\./, "", area); sub(/Tests\..*$/, "", area)
    if (area == "CaseList") next
    while (match(area, /[a-z][A-Z]/)) area = substr(area, 1, RSTART) "-" substr(area, RSTART + 1)
    area = tolower(area); seen[area] = 1; count[area, $1]++
  }
  END {
    printf "%-18s %6s %14s %7s %8s\n", "area", "met", "known missing", "failed", "skipped"
    for (area in seen) {
      met = count[area, "Passed"] - missing[area]
      printf "%-18s %6d %14d %7d %8d\n", area, met, missing[area], count[area, "Failed"], count[area, "Skipped"] | "sort"
      all += met; lost += missing[area]; broken += count[area, "Failed"]; passed += count[area, "Skipped"]
    }
    close("sort")
    printf "%-18s %6d %14d %7d %8d\n", "all", all, lost, broken, passed
  }' tests/Conformance/Data/unmet.txt "$log"
if [ "$status" != 0 ]; then
  grep -vE '^  (Passed|Skipped) ' "$log" >&2
  exit 1
fi
