#!/usr/bin/env bash
# Measures the provider: starts an API server and a manager for each scenario, puts load on them and prints the figures.
source "$(dirname "$0")/../hack/lib.sh"

usage() {
  say "usage: bench/run.sh [--quick] [SCENARIO...]"
  say "Scenarios: register register-1000 register-10000 machines machines-500 idle react reconnect lost lost-replica slow-handshakes api api-disk micro. Without any, all of them: about twenty minutes."
  say "Each runs against an API server and a manager of its own, on free ports of 127.0.0.1. JSON lines, logs and the table go to bench/results/."
  say "api and api-disk need no manager: the API server alone, in memory and with a data folder."
  say "  --quick   a tenth of the load, to see whether everything works; the figures mean nothing"
}

divisor=1 scenarios=()
for argument in "$@"; do
  case $argument in
    -h|--help) usage; exit 0 ;;
    --quick) divisor=10 ;;
    register|register-1000|register-10000|machines|machines-500|idle|react|reconnect|lost|lost-replica|slow-handshakes|api|api-disk|micro) scenarios+=("$argument") ;;
    *) usage >&2; fail "there is no scenario '$argument'." ;;
  esac
done
[ ${#scenarios[@]} -gt 0 ] || scenarios=(register register-1000 register-10000 machines machines-500 idle react reconnect lost lost-replica slow-handshakes api api-disk micro)

ensure_dotnet
cd "$ROOT"
# Every agent has a connection of its own, on both ends.
ulimit -n "$(ulimit -Hn)"
[ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -ge 16384 ] || fail "10 000 connections need 16 384 open files; the limit here is $(ulimit -n) (ulimit -n)."

results=$ROOT/bench/results/$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p "$results"
program() { printf '%s/artifacts/bin/ElementalProvider.%s/release/%s.dll' "$ROOT" "$1" "$2"; }
load=$(program LoadGenerator elemental-load)

children=()
end_children() {
  local pid
  for pid in "${children[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${children[@]}"; do
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  children=()
}
trap end_children EXIT
trap 'exit 130' INT TERM

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

# until_ready WHAT PID COMMAND...: waits at most 30 seconds for a command to succeed while the process lives.
until_ready() {
  local what=$1 pid=$2; shift 2
  for _ in $(seq 300); do
    if "$@" >/dev/null 2>&1; then return; fi
    kill -0 "$pid" 2>/dev/null || fail "$what ended at once; see the logs in $results."
    sleep 0.1
  done
  fail "$what was not ready within 30 seconds; see the logs in $results."
}

answers() {
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
  head -n 1 <&3 | grep -q ' 200 '
}

# start_server FOLDER OPTIONS...: an API server with its state in a folder; its process is $server.
start_server() {
  local folder=$1; shift
  mkdir -p "$folder"
  dotnet "$(program DevCluster elemental-dev)" up --api-server-only --state "$folder/state" --kubeconfig "$folder/kubeconfig" "$@" >"$folder/api-server.log" 2>&1 &
  server=$!
  children+=("$server")
  until_ready "the API server" "$server" grep -q "Ctrl-C ends everything" "$folder/api-server.log"
}

# measure_api NAME DIVISOR OPTIONS...: one API server and nothing else.
measure_api() {
  local name=$1 divisor=$2 server; shift 2
  start_server "$results/$name" "$@"
  timeout --signal=INT 600 dotnet "$load" api --kubeconfig "$results/$name/kubeconfig" --server-pid "$server" --timeout-seconds 400 \
    --objects $((10000 / divisor)) --watchers $((1000 / divisor)) --changes $((200 / divisor)) \
    | sed "s/\"scenario\":\"api\"/\"scenario\":\"$name\"/" >>"$results/results.jsonl" || say "$name: not every goal was met"
  end_children
}

# start_manager FOLDER NAME AGENT_PORT OPTIONS...: a manager of the API server in a folder, ready to serve agents; its process is $manager.
start_manager() {
  local folder=$1 name=$2 agents=$3 health; shift 3
  health=$(free_port)
  dotnet "$(program Manager elemental-manager)" --kubeconfig "$folder/kubeconfig" --tls-dir "$folder/tls" --log-level warning \
    --agent-bind-address "127.0.0.1:$agents" --health-bind-address "127.0.0.1:$health" --metrics-bind-address 0 "$@" >"$folder/$name.log" 2>&1 &
  manager=$!
  children+=("$manager")
  until_ready "the manager" "$manager" answers "$health" /readyz
}

# run_load FOLDER NAME SCENARIO OPTIONS...: one scenario, whose figures go by a name.
run_load() {
  local folder=$1 name=$2 scenario=$3; shift 3
  timeout --signal=INT 300 dotnet "$load" "$scenario" --kubeconfig "$folder/kubeconfig" --create-registration --keep "$@" \
    | sed "s/\"scenario\":\"$scenario\"/\"scenario\":\"$name\"/" >>"$results/results.jsonl" || say "$name: not every goal was met"
}

# measure NAME SCENARIO OPTIONS...: one API server, one manager, one scenario.
measure() {
  local name=$1 folder=$results/$1 scenario=$2 server manager; shift 2
  start_server "$folder"
  start_manager "$folder" manager "$(free_port)" ${manager_options[@]+"${manager_options[@]}"}
  run_load "$folder" "$name" "$scenario" --manager-pid "$manager" "$@"
  end_children
}

# measure_lost_replica NAME OPTIONS...: two managers; the one that has the agents is killed, and the other one finds out.
measure_lost_replica() {
  local name=$1 folder=$results/$1 server manager first agents; shift
  agents=$(free_port)
  start_server "$folder"
  start_manager "$folder" manager-1 "$agents" --leader-elect "${manager_options[@]}"
  first=$manager
  start_manager "$folder" manager-2 "$(free_port)" --leader-elect --agent-url "https://127.0.0.1:$agents" "${manager_options[@]}"
  # A replica that starts beside others sees first whether they live.
  sleep 20
  run_load "$folder" "$name" lost --manager-pid "$manager" --kill-pid "$first" "$@"
  end_children
}

manager_options=()
say "building"
build Release src/DevCluster src/Manager bench/LoadGenerator bench/Benchmarks
for scenario in "${scenarios[@]}"; do
  say "== $scenario"
  case $scenario in
    register) measure register register --agents $((500 / divisor)) ;;
    register-1000) measure register-1000 register --agents $((1000 / divisor)) ;;
    # Ten thousand arrive at 150 a second, which is more than this machine serves.
    register-10000) measure register-10000 register --agents $((10000 / divisor)) --within-ms $((66667 / divisor)) --timeout-seconds 280 ;;
    machines) measure machines machines --machines $((200 / divisor)) ;;
    machines-500) measure machines-500 machines --machines $((500 / divisor)) ;;
    idle) measure idle idle --agents $((2000 / divisor)) --seconds $((60 / divisor)) ;;
    react) measure react react --agents $((1000 / divisor)) --changes $((100 / divisor)) ;;
    reconnect) measure reconnect reconnect --agents $((1000 / divisor)) ;;
    lost) manager_options=(--host-lost-after 30s); measure lost lost --agents $((2000 / divisor)); manager_options=() ;;
    lost-replica) manager_options=(--host-lost-after 30s); measure_lost_replica lost-replica --agents $((2000 / divisor)); manager_options=() ;;
    slow-handshakes) measure slow-handshakes slow-handshakes --agents $((200 / divisor)) ;;
    api) measure_api api "$divisor" ;;
    api-disk) measure_api api-disk "$divisor" --data-dir "$results/api-disk/data" ;;
    micro)
      dotnet "$(program Benchmarks elemental-benchmarks)" footprint | tee -a "$results/micro.jsonl"
      dotnet "$(program Benchmarks elemental-benchmarks)" journal --folder "$results" | tee -a "$results/micro.jsonl"
      dotnet "$(program Benchmarks elemental-benchmarks)" run --output "$results" >"$results/micro.log"
      grep '^|' "$results/micro.log"
      ;;
  esac
done

if [ -f "$results/results.jsonl" ]; then
  dotnet "$load" table "$results/results.jsonl" | tee "$results/table.md"
fi
say "results in $results"
