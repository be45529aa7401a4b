# What is said to the person who runs localnet.sh: progress on standard error, results on standard output.
# shellcheck shell=bash

if [ -t 2 ] && [ -z "${NO_COLOR:-}" ]; then
  BOLD=$'\033[1m' RED=$'\033[31m' PLAIN=$'\033[0m'
else
  BOLD='' RED='' PLAIN=''
fi

# say TEXT: one line of progress.
say() {
  printf '%s==>%s %s\n' "$BOLD" "$PLAIN" "$*" >&2
}

# fail TEXT: ends the run with the reason and exit code 1.
fail() {
  printf '%serror:%s %s\n' "$RED$BOLD" "$PLAIN" "$*" >&2
  exit 1
}

# fail_usage TEXT: ends the run with the reason and exit code 2.
fail_usage() {
  printf '%serror:%s %s\nTry "./localnet.sh help".\n' "$RED$BOLD" "$PLAIN" "$*" >&2
  exit 2
}

# step NAME COMMAND...: runs a command with its output in .localnet/logs/NAME.log; shows the end of it when it fails.
step() {
  local name=$1 log status=0 began=$SECONDS
  shift
  mkdir -p "$STATE_ROOT/logs"
  log=$STATE_ROOT/logs/$name.log
  if $VERBOSE; then
    "$@" > >(tee "$log" >&2) 2>&1 || status=$?
  else
    "$@" >"$log" 2>&1 || status=$?
  fi
  if [ "$status" -ne 0 ]; then
    printf '%s\n' "--- the last lines of $log" >&2
    tail -n 40 "$log" >&2
    printf '%serror:%s %s failed (exit code %s)\n' "$RED$BOLD" "$PLAIN" "$name" "$status" >&2
    return "$status"
  fi
  if [ $((SECONDS - began)) -ge 10 ]; then
    say "  $name took $((SECONDS - began)) s"
  fi
}
