# What the benchmarks share: the parts of localnet.sh, and programs of the tests run without Maven.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"
STATE_ROOT=$ROOT/.localnet
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/pod-protocol
export PATH="$CACHE/bin:$PATH"
# Read by the parts of localnet.sh.
# shellcheck disable=SC2034
VALIDATOR=surfnet RELAY_PORT='' SLOT_MS=400 JSON=false VERBOSE=false

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
