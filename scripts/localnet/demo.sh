# The demo conversation, and runs that bring their own chain and relay.
# shellcheck shell=bash

# with_instance NAME: a chain and a relay in .localnet/NAME that end with this script; sets DIR.
with_instance() {
  DIR=$STATE_ROOT/$1
  stop_instance "$DIR"
  rm -rf "$DIR"
  trap 'stop_instance "$DIR"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  start_chain "$DIR"
  start_relay "$DIR"
}

# converse [OPTION...]: the demo against this instance.
# shellcheck disable=SC2120 # system.sh passes options
converse() {
  local options=()
  if $JSON; then
    options=(--json)
  fi
  "$POD" demo --rpc "$RPC_URL" --relay-url "$RELAY_URL" --keypair "$DIR/keys/operator.json" \
    ${options[@]+"${options[@]}"} "$@"
}

run_demo() {
  build_all
  RELAY_PORT=${RELAY_PORT:-$(free_ports 1)}
  with_instance "demo-$$"
  if converse; then
    stop_instance "$DIR"
    trap - EXIT
    rm -rf "$DIR"
  else
    local status=$?
    say "The demo failed; logs are in $DIR"
    exit $status
  fi
}

run_conversation() {
  build_all
  with_instance main
  converse || fail "the demo conversation failed; logs are in $DIR"
  cat <<TEXT

The API is at $RELAY_URL (see docs/api.md), the dashboard at $ADMIN_URL/, the chain's RPC at $RPC_URL.
For the pod command in another shell:  . $DIR/env
Ctrl-C stops both.
TEXT
  trap 'exit 0' INT TERM
  while process_of "$DIR/relay.pid" >/dev/null && process_of "$DIR/chain.pid" >/dev/null; do
    sleep 1 &
    wait $! || true
  done
  fail "the relay or the chain has stopped by itself; logs are in $DIR"
}

# load_instance [OPTION...]: load on this instance.
load_instance() {
  local options=("$@")
  if $JSON; then
    options+=(--json)
  fi
  "$POD" load --rpc "$RPC_URL" --relay-url "$RELAY_URL" --keypair "$DIR/keys/operator.json" \
    --relay-pid "$(process_of "$DIR/relay.pid")" ${options[@]+"${options[@]}"}
}

run_load() {
  build_all
  RELAY_PORT=${RELAY_PORT:-$(free_ports 1)}
  with_instance load
  load_instance "$@"
}
