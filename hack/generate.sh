#!/usr/bin/env bash
# Writes config/crd and the lifecycle in docs/concepts.md from api/. With --check it only says what is stale, and fails if anything is.
source "$(dirname "$0")/lib.sh"
case "${1:-}" in
  -h|--help) say "usage: hack/generate.sh [--check]"; say "Writes config/crd and the lifecycle in docs/concepts.md from api/; --check writes nothing and fails when something is stale."; exit 0 ;;
  ""|--check) ;;
  *) fail "unknown option $1; see hack/generate.sh --help" ;;
esac
ensure_dotnet
cd "$ROOT"
build Debug hack/crds
dotnet artifacts/bin/ElementalProvider.CrdGenerator/debug/crd-generator.dll "$@"
