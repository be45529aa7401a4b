#!/usr/bin/env bash
# One entry for developing PoD Protocol: sets up the machine, builds, runs a local chain and a relay, demonstrates, tests.
# The parts are in scripts/localnet/; each can be read by itself.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$ROOT"
STATE_ROOT=$ROOT/.localnet
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/pod-protocol
export PATH="$CACHE/bin:$PATH"

# shellcheck source=scripts/localnet/log.sh
. scripts/localnet/log.sh
# shellcheck source=scripts/localnet/setup.sh
. scripts/localnet/setup.sh
# shellcheck source=scripts/localnet/stamps.sh
. scripts/localnet/stamps.sh
# shellcheck source=scripts/localnet/build.sh
. scripts/localnet/build.sh
# shellcheck source=scripts/localnet/process.sh
. scripts/localnet/process.sh
# shellcheck source=scripts/localnet/chain.sh
. scripts/localnet/chain.sh
# shellcheck source=scripts/localnet/relay.sh
. scripts/localnet/relay.sh
# shellcheck source=scripts/localnet/demo.sh
. scripts/localnet/demo.sh
# shellcheck source=scripts/localnet/nginx.sh
. scripts/localnet/nginx.sh
# shellcheck source=scripts/localnet/supervision.sh
. scripts/localnet/supervision.sh
# shellcheck source=scripts/localnet/package.sh
. scripts/localnet/package.sh
# shellcheck source=scripts/localnet/system.sh
. scripts/localnet/system.sh
# shellcheck source=scripts/localnet/agave.sh
. scripts/localnet/agave.sh
# shellcheck source=scripts/localnet/tests.sh
. scripts/localnet/tests.sh

usage() {
  cat <<'TEXT'
usage: ./localnet.sh [command] [options]

  (no command)      set up, build, start a chain and a relay, run the demo conversation, stay up until Ctrl-C
  demo [--json]     the same once, on a chain of its own; exit 0 only if all of it happened
  test [part...]    every test; parts: scripts, rust, java, system (default: these), and agave, which deploys the program
                    on a real validator. Ends with a plain count
  build             build the program and the Java modules, only what changed
  up                start a chain and a relay and leave them running
  status [--json]   what is running, and where
  down              stop what "up" started
  cu                measure the compute units of every instruction, write program-tests/compute-units.json
  package           make the runtime image, its tarball and the Debian package in java-node/target
  load [options]    load test against a fresh chain and relay; options are those of "pod load"
  help              this text

options
  --validator surfnet|surfpool|agave   which chain: Surfpool's Node addon (default), surfpool or
                                       solana-test-validator from PATH (built and cached if there is none)
  --port N          port of the relay's API (default 8080, or a free one if that is taken)
  --slot-ms N       length of a slot of the chain in milliseconds (default 400)
  --json            print the result as JSON; what is being done goes to standard error
  --verbose         show the output of the tools that run

What runs keeps its state in .localnet/; tools built for this project are kept in
${XDG_CACHE_HOME:-~/.cache}/pod-protocol.
TEXT
}

VALIDATOR=surfnet
RELAY_PORT=
SLOT_MS=400
JSON=false
VERBOSE=false
COMMAND=main
REST=()

option_value() {
  [ $# -ge 2 ] || fail_usage "$1 wants a value"
  printf '%s' "$2"
}

parse_arguments() {
  if [ $# -gt 0 ]; then
    case $1 in
      demo | test | build | up | down | status | cu | package | load | help) COMMAND=$1 && shift ;;
      -h | --help) COMMAND=help && shift ;;
      -*) ;;
      *) fail_usage "there is no command \"$1\"" ;;
    esac
  fi
  while [ $# -gt 0 ]; do
    case $1 in
      --validator) VALIDATOR=$(option_value "$@") && shift 2 ;;
      --port) RELAY_PORT=$(option_value "$@") && shift 2 ;;
      --slot-ms) SLOT_MS=$(option_value "$@") && shift 2 ;;
      --json) JSON=true && shift ;;
      --verbose) VERBOSE=true && shift ;;
      -h | --help) COMMAND=help && shift ;;
      *)
        case $COMMAND in
          test | load) REST+=("$1") && shift ;;
          *) fail_usage "$COMMAND does not take \"$1\"" ;;
        esac
        ;;
    esac
  done
  case $VALIDATOR in
    surfnet | surfpool | agave) ;;
    *) fail_usage "--validator is surfnet, surfpool or agave, not \"$VALIDATOR\"" ;;
  esac
  case $RELAY_PORT$SLOT_MS in
    *[!0-9]*) fail_usage "--port and --slot-ms want whole numbers" ;;
  esac
}

parse_arguments "$@"
case $COMMAND in
  help) usage ;;
  main) run_conversation ;;
  demo) run_demo ;;
  test) run_tests ${REST[@]+"${REST[@]}"} ;;
  build) run_build ;;
  up) run_up ;;
  down) run_down ;;
  status) run_status ;;
  cu) run_compute_units ;;
  package) run_package ;;
  load) run_load ${REST[@]+"${REST[@]}"} ;;
esac
