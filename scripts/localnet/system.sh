# Tests of the whole: real processes, killed and misled.
# shellcheck shell=bash

# relay_size: messages the relay has on disk, as it says.
relay_size() {
  local size
  size=$(curl --silent --fail --max-time 5 "$RELAY_URL/v1/relay" | sed -n 's/.*"size":\([0-9]*\).*/\1/p')
  echo "${size:-0}"
}

relay_size_is_at_least() {
  [ "$(relay_size)" -ge "$1" ]
}

# The relay is killed (SIGKILL) in the middle of the conversation and started again. The demo goes on with the same
# messages, and fails if one was lost, delivered twice, or anchored elsewhere than its receipt says.
system_kill() {
  local pid size
  RELAY_PORT=$(free_ports 1)
  with_instance system-kill
  JSON=true converse --rate 60 >"$DIR/demo.json" 2>"$DIR/demo.log" &
  record_process "$DIR/demo.pid" $!
  wait_for 60 "$DIR/demo.pid" relay_size_is_at_least 200 || {
    cat "$DIR/demo.log"
    return 1
  }
  pid=$(process_of "$DIR/relay.pid")
  size=$(relay_size)
  kill -KILL "$pid" || return 1
  echo "killed the relay, process $pid, with $size messages"
  [ "$size" -lt 1000 ] || return 1
  launch_relay "$DIR"
  wait "$(cut -d' ' -f1 "$DIR/demo.pid")" || {
    cat "$DIR/demo.log"
    return 1
  }
  cat "$DIR/demo.log" "$DIR/demo.json"
  grep -q '"accepted":1000,"delivered":1000,"anchored":1000,' "$DIR/demo.json"
}

system_demo() {
  local line
  RELAY_PORT=$(free_ports 1)
  with_instance system-demo
  line=$(JSON=true converse | tail -n 1) || return 1
  echo "$line"
  [ "$(json_member messages "$line")" = 1000 ] && [ "$(json_member proofs_verified "$line")" = 1000 ] || return 1
  # What "up" names as the dashboard and the metrics.
  curl --silent --fail --max-time 5 "$ADMIN_URL/" | grep '<title>' || return 1
  curl --silent --fail --max-time 5 "$ADMIN_URL/metrics" | grep '^pod_admission_accepted_total '
}

# A little load, open loop: all of it arrives and is anchored.
system_load() {
  RELAY_PORT=$(free_ports 1)
  with_instance system-load
  JSON=true load_instance --rate 100 --seconds 5
}

# says EXIT_CODE TEXT COMMAND...: the command ends with this exit code and says TEXT.
says() {
  local wanted=$1 text=$2 output status=0
  shift 2
  output=$(timeout 60 "$@" 2>&1) || status=$?
  echo "exit code $status: $output"
  [ "$status" -eq "$wanted" ] && grep -q -- "$text" <<<"$output"
}

relay_init() {
  "$POD" relay init --rpc "$RPC_URL" --create-keys --airdrop 1 --operator "$DIR/operator.json" \
    --committer "$DIR/committer.json" --receipt-key "$DIR/receipt.json" --endpoint http://127.0.0.1:1
}

# Nobody answers where the chain should be.
system_no_chain() {
  DIR=$STATE_ROOT/system-no-chain
  rm -rf "$DIR" && mkdir -p "$DIR"
  RPC_URL=http://127.0.0.1:$(free_ports 1)
  "$POD" key new "$DIR/committer.json" && "$POD" key new "$DIR/receipt.json" || return 1
  says 4 "can't be asked" "$POD" relay -O "chain.rpc=$RPC_URL" -O "chain.program=$(program_id)" \
    -O "chain.relay=$(program_id)" -O "chain.committer-key=$DIR/committer.json" \
    -O "chain.receipt-key=$DIR/receipt.json" -O "data.folder=$DIR/data" -O listen.port=0
}

# A chain that does not have the program.
system_no_program() {
  DIR=$STATE_ROOT/system-no-program
  stop_instance "$DIR"
  rm -rf "$DIR" && mkdir -p "$DIR"
  trap 'stop_instance "$DIR"' EXIT
  node scripts/surfnet/surfnet.js >"$DIR/chain.json" 2>"$DIR/chain.log" </dev/null &
  record_process "$DIR/chain.pid" $!
  wait_for 30 "$DIR/chain.pid" test -s "$DIR/chain.json" || return 1
  RPC_URL=$(json_member rpcUrl "$(cat "$DIR/chain.json")")
  export POD RPC_URL DIR
  export -f relay_init
  says 3 "There is no program at" bash -c relay_init
}

# The port is somebody else's.
system_occupied_port() {
  RELAY_PORT=$(free_ports 1)
  with_instance system-port
  says 1 "$RELAY_PORT" "$POD" relay --config "$DIR/relay.toml" -O "data.folder=$DIR/data2"
}

# isolated FUNCTION: in a shell of its own, whose processes end with it.
isolated() {
  (
    trap - EXIT
    "$@"
    exit $?
  )
}

test_system() {
  local name
  build_all
  setup_nginx
  need_command socat socat "the test of what a service manager hears"
  need_command dpkg-deb dpkg "the test of the Debian package"
  for name in demo kill load no-chain no-program occupied-port supervision nginx nginx-addresses package; do
    check "system-$name" isolated "system_${name//-/_}"
  done
}
