#!/usr/bin/env bash
# Types every command of the operations documents, in order, with real kubectl on a fresh development cluster, and compares what one sees.
source "$(dirname "$0")/lib.sh"
documents=()
configuration=Release build=true
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help)
      say "usage: hack/verify-docs.sh [--no-build] [--configuration NAME] [DOCUMENT...]"
      say "Runs the console blocks of docs/operations/*.md, or of the documents named, each on a development cluster of its own."
      say "In a document, … stands for any words of a line or, alone on a line, for any lines. Needs kubectl."
      exit 0 ;;
    --no-build) build=false ;;
    --configuration) [ $# -ge 2 ] || fail "--configuration needs a value"; configuration=$2; shift ;;
    -*) fail "unknown option $1; see hack/verify-docs.sh --help" ;;
    *) documents+=("$1") ;;
  esac
  shift
done
command -v kubectl >/dev/null 2>&1 || fail "kubectl is not on PATH: the documents are about it."
cd "$ROOT"
[ ${#documents[@]} -gt 0 ] || documents=(docs/operations/*.md)
if $build; then
  ensure_dotnet
  say "building"
  build "$configuration" src/DevCluster src/Manager src/Agent hack/docs
fi

program() { printf '%s/artifacts/bin/ElementalProvider.%s/%s/%s' "$ROOT" "$1" "${configuration,,}" "$2"; }
state=$(mktemp -d)
cluster=
stop_cluster() {
  [ -z "$cluster" ] || { kill -TERM "$cluster" 2>/dev/null || true; wait "$cluster" 2>/dev/null || true; }
  cluster=
}
trap 'stop_cluster; rm -rf "$state"' EXIT
trap 'exit 130' INT TERM

# start_cluster FOLDER: a fresh development cluster with four machines; returns when they have registered.
start_cluster() {
  : >"$1.log"
  ELEMENTAL_AGENT=$(program Agent elemental-agent) "$(program DevCluster elemental-dev)" up --machines 4 --state "$1" \
    --manager "$(program Manager elemental-manager)" --crds "$ROOT/config/crd" >"$1.log" 2>&1 &
  cluster=$!
  # It gives up by itself when nothing goes on any more.
  until grep -q '^  export KUBECONFIG=' "$1.log"; do
    kill -0 "$cluster" 2>/dev/null || { cat "$1.log" >&2; fail "the development cluster ended before it was ready."; }
    sleep 0.1
  done
}

for document in "${documents[@]}"; do
  [ -f "$document" ] || fail "there is no document $document."
  folder=$state/$(basename "$document" .md)
  start_cluster "$folder"
  export KUBECONFIG=$folder/kubeconfig KUBECACHEDIR=$folder/kubectl
  # A person's cluster is in .demo, where elemental-dev looks by itself.
  mkdir -p "$folder.bin"
  printf '#!/bin/sh\ncase " $* " in *" --state "*) exec "%s" "$@" ;; *) exec "%s" "$@" --state "%s" ;; esac\n' \
    "$(program DevCluster elemental-dev)" "$(program DevCluster elemental-dev)" "$folder" >"$folder.bin/elemental-dev"
  chmod +x "$folder.bin/elemental-dev"
  if ! PATH=$folder.bin:$PATH "$(program DocumentCheck document-check)" "$document"; then
    say "--- the development cluster said"
    tail -n 30 "$folder.log"
    fail "$document does not tell the truth."
  fi
  stop_cluster
done
say "the documents tell the truth: ${documents[*]}"
