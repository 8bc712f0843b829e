#!/usr/bin/env bash
# Runs the whole provider on this machine: an API server, Cluster API's core (simulated), the manager and a few machines with real agents.
source "$(dirname "$0")/lib.sh"
usage() {
  cat <<'U'
usage: hack/demo.sh [--machines N]           start it, print the KUBECONFIG line and commands to try, run until Ctrl-C
       hack/demo.sh --once [--chaos SEED]    play the whole story once, check every step, exit 0 if all held

  --machines N   machines to power on (default 4)
  --once         register, create a cluster, scale down, reset, delete the cluster, see every machine free again
  --chaos SEED   with --once: kill -9 the manager and the agents at random moments that follow from SEED
U
}
command=(up) once=false
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) usage; exit 0 ;;
    --once) command=(story) once=true ;;
    --chaos|--machines) [ $# -ge 2 ] || fail "$1 needs a value; see hack/demo.sh --help"; options+=("$1" "$2"); shift ;;
    *) fail "unknown option $1; see hack/demo.sh --help" ;;
  esac
  shift
done
if ! $once && [[ " ${options[*]:-} " == *" --chaos "* ]]; then fail "--chaos goes with --once"; fi

ensure_dotnet
cd "$ROOT"
command -v kubectl >/dev/null 2>&1 || say "kubectl is not on PATH: the demo runs without it, the commands it prints need it"
say "building (the first time takes a minute)"
build Release src/DevCluster src/Manager src/Agent
bin=$ROOT/artifacts/bin
export ELEMENTAL_CACHE_MUTATION_DETECTOR=true
ELEMENTAL_AGENT=$(agent_program); export ELEMENTAL_AGENT
exec "$bin/ElementalProvider.DevCluster/release/elemental-dev" "${command[@]}" \
  --manager "$bin/ElementalProvider.Manager/release/elemental-manager" --crds "$ROOT/config/crd" --state "$ROOT/.demo" ${options[@]+"${options[@]}"}
