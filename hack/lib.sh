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

# The native agent: one executable that needs no .NET. Everything that runs an agent asks agent_program, and nothing else.
native_rid() { case $(uname -m) in aarch64|arm64) echo linux-arm64 ;; *) echo linux-x64 ;; esac; }
native_agent() { echo "$ROOT/artifacts/native/$1/elemental-agent"; }

# Prints what this machine lacks to link for a platform, as a sentence; nothing where it lacks nothing. Fails for an unknown platform.
native_toolchain_missing() {
  case $1 in linux-x64|linux-arm64) ;; *) return 1 ;; esac
  if [ "$1" = "$(native_rid)" ]; then
    command -v clang >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 || { echo "install gcc and libc6-dev (or clang)."; return; }
    [ -e /usr/include/stdio.h ] || echo "install libc6-dev."
  elif [ "$1" = linux-arm64 ]; then
    command -v aarch64-linux-gnu-gcc >/dev/null 2>&1 || { echo "install gcc-aarch64-linux-gnu and libc6-dev-arm64-cross."; return; }
    [ -e /usr/aarch64-linux-gnu/include/stdio.h ] || echo "install libc6-dev-arm64-cross."
  else
    echo "there are no cross tools for $1 here; publish it on a machine of that kind."
  fi
}

# publish_native RID: publishes quietly, and shows the compiler's words only when it fails.
publish_native() {
  local log options=() out; log=$(mktemp); out=$(dirname "$(native_agent "$1")")
  if ! command -v clang >/dev/null 2>&1; then options+=(-p:CppCompilerAndLinker=gcc); fi
  if [ "$1" != "$(native_rid)" ]; then
    options=(-p:CppCompilerAndLinker=aarch64-linux-gnu-gcc -p:ObjCopyName=aarch64-linux-gnu-objcopy)
  fi
  # A restore for one platform would ask for that platform in the lock files of all rooms; the agent's own names its platforms.
  if ! dotnet restore "$ROOT/src/Agent" -v quiet >"$log" 2>&1 \
    || ! dotnet publish "$ROOT/src/Agent" -c Release -r "$1" --no-restore -o "$out" -v quiet -clp:NoSummary ${options[@]+"${options[@]}"} >"$log" 2>&1; then
    cat "$log" >&2; rm -f "$log"; fail "the agent cannot be published for $1."
  fi
  rm -f "$log"
}

# Prints the agent to run: the native one where it is built and not older than its sources, the one for .NET otherwise.
agent_program() {
  local native; native=$(native_agent "$(native_rid)")
  if [ -x "$native" ] && [ -z "$(find "$ROOT/src/Agent" "$ROOT/src/Agent.Contract" "$ROOT/src/Agent.Plugins" "$ROOT/src/Tokens" "$ROOT/api" "$ROOT/Directory.Packages.props" \
    -type f -newer "$native" -not -path '*/obj/*' -print -quit)" ]; then
    echo "$native"
  else
    echo "$ROOT/artifacts/bin/ElementalProvider.Agent/release/elemental-agent"
  fi
}
