# What the benchmarks share: the parts of localnet.sh, and programs of the tests run without Maven.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT" || exit 1
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/pod-protocol
export PATH="$CACHE/bin:$PATH"
# Read by the parts of localnet.sh.
# shellcheck disable=SC2034
STATE_ROOT=$ROOT/.localnet VALIDATOR=surfnet RELAY_PORT='' SLOT_MS=400 JSON=false VERBOSE=false

for part in log setup stamps build process chain relay; do
  # shellcheck source=/dev/null
  . "scripts/localnet/$part.sh"
done

bad_usage() {
  printf 'error: %s\n' "$*" >&2
  usage >&2
  exit 2
}

# whole_number OPTION VALUE: prints the value, which has to be a whole number from 1 up.
whole_number() {
  case ${2:-} in
    '' | *[!0-9]* | 0*) bad_usage "$1 wants a whole number from 1 up" ;;
  esac
  printf '%s\n' "$2"
}

# test_java TEMPORARY CLASS ARGUMENT...: runs a program of the modules' test classes.
test_java() {
  local temporary=$1 classes="java-node/target/dist/lib/*" module
  shift
  for module in relay client solana; do
    classes=$classes:$ROOT/java-node/$module/target/test-classes
  done
  (cd java-node/relay && exec "$(find_jdk25)/bin/java" -Xmx1g -XX:+UseSerialGC "-Djava.io.tmpdir=$temporary" \
    "-Dpod.program.so=$PROGRAM_SO" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$ROOT/${classes}" "$@")
}

PEERS=$CACHE/peers
PODBENCH=$PEERS/bin/podbench

# setup_podbench: builds the load generator, which also is the khatru relay.
setup_podbench() {
  local stamp
  need_command go golang-go "the load generator of the benchmarks"
  stamp=$(content_hash bench/podbench)
  if [ -x "$PODBENCH" ] && [ "$(cat "$PODBENCH.stamp" 2>/dev/null)" = "$stamp" ]; then
    return
  fi
  say "Building podbench (kept in $PEERS)"
  mkdir -p "$PEERS/bin"
  step podbench env --chdir=bench/podbench go build -o "$PODBENCH" . || exit 1
  printf '%s\n' "$stamp" >"$PODBENCH.stamp"
}

# start_bench_relay DIR: a chain and a relay for throughput: agents are on chain, but nothing is committed while a
# benchmark of an hour or less runs. RELAY_JAVA_OPTS are options for the relay's Java alone.
start_bench_relay() {
  local dir=$1
  stop_instance "$dir"
  rm -rf "$dir"
  start_chain "$dir"
  # shellcheck disable=SC2034 # read by prepare_relay
  PORT=$(free_ports 1) ADMIN_PORT=-1
  prepare_relay "$dir"
  head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$dir/keys/token"
  sed -i 's/^commit-interval = .*/commit-interval = "2h"/' "$dir/relay.toml"
  cat >>"$dir/relay.toml" <<TOML

[hosting]
key = "keys/operator.json"
token-file = "keys/token"

[admission]
verifiers = 2
prepared-keys = 4096
TOML
  POD_PROFILE=throughput POD_JAVA_OPTS=${RELAY_JAVA_OPTS:-} launch_relay "$dir"
}

# cpu_seconds PID: processor time a process has used.
cpu_seconds() {
  awk -v hz="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); print ($12 + $13) / hz }' "/proc/$1/stat"
}
