# Sourced by the scripts in this folder: finds or installs the .NET SDK and says what it does.
# shellcheck shell=bash
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

has_sdk() { command -v "$1" >/dev/null 2>&1 && "$1" --list-sdks 2>/dev/null | grep -q '^10\.'; }

# Leaves `dotnet` on PATH. Without a .NET 10 SDK there, one is put into the ignored folder .dotnet/ of this repository.
ensure_dotnet() {
  if has_sdk dotnet; then return; fi
  export DOTNET_ROOT=$ROOT/.dotnet PATH=$ROOT/.dotnet:$PATH
  if has_sdk "$ROOT/.dotnet/dotnet"; then return; fi
  say "no .NET 10 SDK on PATH: installing one into $ROOT/.dotnet (nothing outside this folder is touched)"
  local installer; installer=$(mktemp)
  if command -v curl >/dev/null 2>&1; then curl -fsSL https://dot.net/v1/dotnet-install.sh -o "$installer"
  elif command -v wget >/dev/null 2>&1; then wget -qO "$installer" https://dot.net/v1/dotnet-install.sh
  else fail "neither curl nor wget is here to fetch the .NET SDK; install one of them, or a .NET 10 SDK."
  fi || fail "the .NET SDK installer could not be fetched; install a .NET 10 SDK by hand and run this again."
  bash "$installer" --channel 10.0 --install-dir "$ROOT/.dotnet" --no-path
  rm -f "$installer"
}

# build CONFIGURATION PROJECT...: builds quietly, and shows the compiler's words only when it fails.
build() {
  local configuration=$1 log; shift
  log=$(mktemp)
  for project in "$@"; do
    if ! dotnet build "$project" -c "$configuration" -v quiet -clp:NoSummary >"$log" 2>&1; then
      cat "$log" >&2; rm -f "$log"; fail "$project does not build."
    fi
  done
  rm -f "$log"
}
