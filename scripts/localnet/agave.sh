# ./localnet.sh test agave: docs/deploying.md on a real validator. Not among the default parts: building the validator
# takes a while, once.
# shellcheck shell=bash

has_balance() {
  rpc getBalance "[\"$1\",{\"commitment\":\"confirmed\"}]" | grep -q '"value":[1-9]'
}

# pod_program COMMAND [OPTION...]: "pod program" on the chain, paid by the operator.
pod_program() {
  "$POD" program "$1" --json --rpc "$RPC_URL" --program "$OTHER_PROGRAM" --keypair "$DIR/keys/operator.json" "${@:2}"
}

# The program is built for an address of its own, deployed, deployed again, upgraded by a longer version, and used by the
# whole demo.
# shellcheck disable=SC2034 # chain.sh reads VALIDATOR and GENESIS_PROGRAM
agave_deploy() {
  local operator first again
  DIR=$STATE_ROOT/agave-deploy
  VALIDATOR=agave
  GENESIS_PROGRAM=false
  RELAY_PORT=$(free_ports 1)
  stop_instance "$DIR"
  rm -rf "$DIR" && mkdir -p "$DIR/keys"
  trap 'stop_instance "$DIR"' EXIT
  OTHER_PROGRAM=$("$POD" key new "$DIR/program.json") || return 1
  operator=$("$POD" key new "$DIR/keys/operator.json") || return 1
  POD_PROGRAM_ID=$OTHER_PROGRAM POD_PROGRAM_FOLDER=$DIR bash scripts/build-program.sh || return 1

  launch_chain "$DIR"
  rpc requestAirdrop "[\"$operator\",10000000000]" || return 1
  wait_for 60 "$DIR/chain.pid" has_balance "$operator" || return 1
  first=$(pod_program deploy --program-key "$DIR/program.json" "$DIR/pod_protocol.so") || return 1
  again=$(pod_program deploy "$DIR/pod_protocol.so") || return 1
  echo "$first"
  [ "$first" = "$again" ] || return 1

  cp "$DIR/pod_protocol.so" "$DIR/later.so" && printf 'a later version' >>"$DIR/later.so"
  pod_program deploy "$DIR/later.so" || return 1
  says 0 "\"program\":\"$OTHER_PROGRAM\"" "$POD" program show --json --rpc "$RPC_URL" --program "$OTHER_PROGRAM" --is "$DIR/later.so" || return 1
  says 5 "has SHA-256" "$POD" program show --rpc "$RPC_URL" --program "$OTHER_PROGRAM" --is "$DIR/pod_protocol.so" || return 1

  export POD_PROGRAM=$OTHER_PROGRAM
  start_relay "$DIR"
  JSON=true converse
}

test_agave() {
  build_all
  setup_agave
  check agave-deploy isolated agave_deploy
}
