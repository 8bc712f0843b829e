#!/usr/bin/env bash
# Publishes the agent as one native executable without .NET, for each platform that is named.
source "$(dirname "$0")/lib.sh"
usage() {
  cat <<'U'
usage: hack/publish-agent.sh [RID...]    RID: linux-x64, linux-arm64 (default: the platform of this machine)

Writes artifacts/native/RID/elemental-agent. Nothing is installed; what is missing is named.

  linux-x64 on x64, linux-arm64 on arm64   needs gcc (or clang) and the C library's headers: gcc libc6-dev
  linux-arm64 on x64                       needs the cross tools: gcc-aarch64-linux-gnu libc6-dev-arm64-cross
U
}
case "${1:-}" in
  -h|--help) usage; exit 0 ;;
  -*) fail "unknown option $1; see hack/publish-agent.sh --help" ;;
esac
ensure_dotnet
cd "$ROOT"
for rid in "${@:-$(native_rid)}"; do
  missing=$(native_toolchain_missing "$rid") || fail "$rid is no platform of the agent; see hack/publish-agent.sh --help"
  [ -z "$missing" ] || fail "$rid cannot be linked on this machine: $missing"
  say "publishing the agent for $rid"
  publish_native "$rid"
  say "$(native_agent "$rid"): $(stat -c %s "$(native_agent "$rid")") bytes"
done
