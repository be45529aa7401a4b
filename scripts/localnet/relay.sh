# The relay of a local chain: its keys, its Relay account, its configuration, its process.
# shellcheck shell=bash

DEFAULT_PORT=8080
DEFAULT_ADMIN_PORT=9090

# choose_ports: sets PORT to the port asked for, which must be free, or to the default or another free one; and
# ADMIN_PORT, for the dashboard, to its default beside the default, or another free one.
choose_ports() {
  if [ -n "$RELAY_PORT" ]; then
    port_is_free "$RELAY_PORT" || fail "port $RELAY_PORT is occupied; choose another with --port"
    PORT=$RELAY_PORT
  elif port_is_free $DEFAULT_PORT; then
    PORT=$DEFAULT_PORT
  else
    PORT=$(free_ports 1)
    say "Port $DEFAULT_PORT is occupied; the relay takes $PORT"
  fi
  if [ "$PORT" = $DEFAULT_PORT ] && port_is_free $DEFAULT_ADMIN_PORT; then
    ADMIN_PORT=$DEFAULT_ADMIN_PORT
  else
    ADMIN_PORT=$(free_ports 1)
  fi
}

# prepare_relay DIR: keys with a balance, an open Relay account, a configuration.
prepare_relay() {
  local dir=$1 opened
  mkdir -p "$dir/keys"
  opened=$("$POD" relay init --json --rpc "$RPC_URL" --create-keys --airdrop 1000 \
    --operator "$dir/keys/operator.json" --committer "$dir/keys/committer.json" --receipt-key "$dir/keys/receipt.json" \
    --endpoint "http://127.0.0.1:$PORT" --merge-delay 150) || fail "the Relay account could not be opened"
  RELAY=$(json_member relay "$opened")
  cat >"$dir/relay.toml" <<TOML
# Written by localnet.sh for a local chain. The shipped relay.toml explains every setting.
[chain]
rpc = ["$RPC_URL"]
websocket = ["$WS_URL"]
program = "$(program_id)"
relay = "$RELAY"
committer-key = "keys/committer.json"
receipt-key = "keys/receipt.json"
commit-interval = "400ms"
hourly-budget-lamports = 1000000000

[listen]
port = $PORT
admin-port = $ADMIN_PORT

[data]
folder = "data"
TOML
}

# json_member NAME JSON
json_member() {
  node -p 'JSON.parse(process.argv[2])[process.argv[1]]' "$1" "$2"
}

# launch_relay DIR: starts the relay's process and waits until it is ready.
launch_relay() {
  local dir=$1 began=$SECONDS
  RELAY_URL=http://127.0.0.1:$PORT
  ADMIN_URL=http://127.0.0.1:$ADMIN_PORT
  setsid "$POD" relay --config "$dir/relay.toml" >>"$dir/relay.log" 2>&1 </dev/null &
  record_process "$dir/relay.pid" $!
  wait_for 60 "$dir/relay.pid" relay_is_ready || {
    tail -n 20 "$dir/relay.log" >&2
    fail "the relay did not become ready; see $dir/relay.log"
  }
  say "Relay is ready after $((SECONDS - began)) s: $RELAY_URL"
}

relay_is_ready() {
  curl --silent --fail --max-time 5 --output /dev/null "$RELAY_URL/readyz"
}

# start_relay DIR: all of the above, for the chain that start_chain started.
start_relay() {
  choose_ports
  prepare_relay "$1"
  launch_relay "$1"
  cat >"$1/env" <<ENV
export POD_RPC_URL=$RPC_URL
export POD_WS_URL=$WS_URL
export POD_RELAY_URL=$RELAY_URL
export POD_ADMIN_URL=$ADMIN_URL
export POD_RELAY=$RELAY
export POD_KEYPAIR=$1/keys/operator.json
export PATH=$ROOT/java-node/target/dist/bin:\$PATH
ENV
}

# stop_instance DIR: relay first, so that it can commit what it has, then the chain.
stop_instance() {
  stop_process "$1/demo.pid" 5
  stop_process "$1/relay.pid" 20
  stop_process "$1/chain.pid" 10
}

run_up() {
  local dir=$STATE_ROOT/up
  if process_of "$dir/relay.pid" >/dev/null && process_of "$dir/chain.pid" >/dev/null; then
    say "Already up"
    run_status
    return
  fi
  build_all
  stop_instance "$dir"
  # The chain starts from nothing, so the relay's journal of an earlier one is of no use.
  rm -rf "$dir"
  trap 'stop_instance "$STATE_ROOT/up"' EXIT
  start_chain "$dir"
  start_relay "$dir"
  trap - EXIT
  run_status
}

run_down() {
  local dir=$STATE_ROOT/up
  if ! process_of "$dir/relay.pid" >/dev/null && ! process_of "$dir/chain.pid" >/dev/null; then
    say "Nothing is up"
  fi
  stop_instance "$dir"
}

run_status() {
  local dir=$STATE_ROOT/up chain=stopped relay=stopped ready=false about='null'
  RPC_URL='' WS_URL='' VALIDATOR='' RELAY_URL='' ADMIN_URL='' RELAY=''
  if process_of "$dir/chain.pid" >/dev/null && [ -f "$dir/chain.env" ]; then
    # shellcheck source=/dev/null
    . "$dir/chain.env"
    chain=running
  fi
  if process_of "$dir/relay.pid" >/dev/null && [ -f "$dir/env" ]; then
    RELAY_URL=$(sed -n 's/^export POD_RELAY_URL=//p' "$dir/env")
    ADMIN_URL=$(sed -n 's/^export POD_ADMIN_URL=//p' "$dir/env")
    RELAY=$(sed -n 's/^export POD_RELAY=//p' "$dir/env")
    relay=running
    if relay_is_ready; then
      ready=true
      about=$(curl --silent --fail --max-time 5 "$RELAY_URL/v1/relay") || about='null'
    fi
  fi
  if $JSON; then
    node -e '
      const [chain, validator, rpcUrl, wsUrl, relay, url, adminUrl, address, ready, about] = process.argv.slice(1);
      console.log(JSON.stringify({
        chain: { state: chain, validator: validator || null, rpcUrl: rpcUrl || null, wsUrl: wsUrl || null },
        relay: { state: relay, url: url || null, adminUrl: adminUrl || null, address: address || null, ready: ready === "true", about: JSON.parse(about) },
      }));' "$chain" "$VALIDATOR" "$RPC_URL" "$WS_URL" "$relay" "$RELAY_URL" "$ADMIN_URL" "$RELAY" "$ready" "$about"
  else
    printf 'chain   %s%s\n' "$chain" "${VALIDATOR:+ ($VALIDATOR): $RPC_URL $WS_URL}"
    printf 'relay   %s%s\n' "$relay" "${RELAY_URL:+: $RELAY_URL, $(if $ready; then echo ready; else echo 'not ready'; fi)}"
    if [ "$about" != null ]; then
      printf 'log     %s messages, %s anchored\n' "$(json_member size "$about")" "$(json_member anchored "$about")"
    fi
    if [ "$relay" = running ]; then
      printf 'admin   %s/ (dashboard), %s/metrics\n' "$ADMIN_URL" "$ADMIN_URL"
      printf 'state   %s\nshell   . %s\n' "$dir" "$dir/env"
    fi
  fi
  [ "$chain" = running ] && [ "$relay" = running ] && $ready
}
