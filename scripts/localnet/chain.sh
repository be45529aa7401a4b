# The local chain: Surfpool's Node addon, surfpool, or a real Agave validator. All take the program at its address.
# shellcheck shell=bash

# Whether Agave begins with the program at its address; if not, somebody deploys it later.
GENESIS_PROGRAM=true

# start_chain DIR: a chain with the program on it.
start_chain() {
  local dir=$1
  launch_chain "$dir"
  wait_for 30 "$dir/chain.pid" program_is_deployed || fail "the chain is up, but the program $(program_id) is not on it"
}

# launch_chain DIR: starts the chain with its state in DIR and waits until it answers; sets RPC_URL and WS_URL.
launch_chain() {
  local dir=$1 began=$SECONDS
  mkdir -p "$dir"
  "start_$VALIDATOR" "$dir"
  wait_for 60 "$dir/chain.pid" chain_answers || {
    tail -n 20 "$dir/chain.log" >&2
    fail "the chain ($VALIDATOR) did not come up; see $dir/chain.log"
  }
  printf 'VALIDATOR=%s\nRPC_URL=%s\nWS_URL=%s\n' "$VALIDATOR" "$RPC_URL" "$WS_URL" >"$dir/chain.env"
  say "Chain ($VALIDATOR) is up after $((SECONDS - began)) s: $RPC_URL"
}

# rpc METHOD PARAMS: prints the answer of one JSON-RPC request to the chain.
rpc() {
  curl --silent --show-error --fail --max-time 10 --header 'content-type: application/json' \
    --data "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$1\",\"params\":$2}" "$RPC_URL"
}

chain_answers() {
  rpc getLatestBlockhash '[]' 2>/dev/null | grep -q '"blockhash"'
}

program_is_deployed() {
  rpc getAccountInfo "[\"$(program_id)\",{\"encoding\":\"base64\",\"dataSlice\":{\"offset\":0,\"length\":0}}]" 2>/dev/null |
    grep -q '"executable":true'
}

LIGHT=$ROOT/target/light
LIGHT_SYSTEM=SySTEM1eSU2p4BGQfQpimFEWWSC1XDFeun3Nqzz3rT7
LIGHT_COMPRESSION=compr6CUsB5m2jS4Y3831ztGSTnDpnKJTKS95d64XVq

# light_options PROGRAM_OPTION ACCOUNT_OPTION: prints, one a line, "OPTION ADDRESS FILE" for Light's programs and accounts.
light_options() {
  local file name
  printf '%s %s %s\n' "$1" "$LIGHT_SYSTEM" "$LIGHT/light_system_program_pinocchio.so"
  printf '%s %s %s\n' "$1" "$LIGHT_COMPRESSION" "$LIGHT/account_compression.so"
  for file in "$LIGHT"/*.json; do
    name=${file##*_}
    printf '%s %s %s\n' "$2" "${name%.json}" "$file"
  done
}

# The chain's processes get a process group of their own: Ctrl-C reaches this script, which stops them in order.
start_surfnet() {
  local dir=$1
  : >"$dir/chain.json"
  setsid node scripts/surfnet/surfnet.js --program "$(program_id)=$PROGRAM_SO" --light "$LIGHT" --slot-ms "$SLOT_MS" \
    >"$dir/chain.json" 2>"$dir/chain.log" </dev/null &
  record_process "$dir/chain.pid" $!
  wait_for 30 "$dir/chain.pid" test -s "$dir/chain.json" || {
    cat "$dir/chain.log" >&2
    fail "Surfpool did not start"
  }
  RPC_URL=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).rpcUrl' "$dir/chain.json")
  WS_URL=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).wsUrl' "$dir/chain.json")
}

start_surfpool() {
  local dir=$1 ports
  ports=$(free_ports 2)
  RPC_URL=http://127.0.0.1:${ports% *}
  WS_URL=ws://127.0.0.1:${ports#* }
  setsid surfpool start --offline --no-tui --no-studio --no-deploy --slot-time "$SLOT_MS" \
    --host 127.0.0.1 --port "${ports% *}" --ws-port "${ports#* }" >"$dir/chain.log" 2>&1 </dev/null &
  record_process "$dir/chain.pid" $!
  if wait_for 60 "$dir/chain.pid" chain_answers; then
    node scripts/surfnet/write-program.js "$RPC_URL" "$(program_id)" "$PROGRAM_SO" || fail "the program could not be deployed"
    ! grep -q "Program cache update deferred for $(program_id)" "$dir/chain.log" ||
      fail "this $(surfpool --version) does not load the program (see $dir/chain.log); take --validator surfnet or agave"
    light_options program account | while read -r kind address file; do
      node "scripts/surfnet/write-$kind.js" "$RPC_URL" "$address" "$file" || exit 1
    done || fail "Light's programs could not be deployed"
  fi
}

start_agave() {
  local dir=$1 ports rpc_port programs
  ports=$(free_ports 2)
  rpc_port=$(free_port_pair)
  RPC_URL=http://127.0.0.1:$rpc_port
  WS_URL=ws://127.0.0.1:$((rpc_port + 1))
  read -r -a ports <<<"$ports"
  mapfile -t programs < <(light_options --bpf-program --account | tr ' ' '\n')
  if $GENESIS_PROGRAM; then
    programs+=(--bpf-program "$(program_id)" "$PROGRAM_SO")
  fi
  setsid solana-test-validator --reset --quiet --ledger "$dir/ledger" --bind-address 127.0.0.1 \
    --rpc-port "$rpc_port" --faucet-port "${ports[0]}" --gossip-port "${ports[1]}" "${programs[@]}" \
    >"$dir/chain.log" 2>&1 </dev/null &
  record_process "$dir/chain.pid" $!
}

# The validator serves WebSocket on the port after the RPC port.
free_port_pair() {
  local port
  while :; do
    port=$(free_ports 1)
    if port_is_free $((port + 1)); then
      printf '%s\n' "$port"
      return
    fi
  done
}
