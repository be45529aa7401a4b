# What a service manager hears of the relay, as the launcher starts it.
# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is read by the other parts

hears() {
  grep -q -- "$1" "$DIR/heard"
}

system_supervision() {
  DIR=$STATE_ROOT/system-supervision
  stop_instance "$DIR"
  rm -rf "$DIR" && mkdir -p "$DIR"
  trap 'stop_instance "$DIR"; stop_process "$DIR/manager.pid" 5' EXIT
  socat -u "UNIX-RECV:$DIR/notify" "OPEN:$DIR/heard,creat,append" &
  record_process "$DIR/manager.pid" $!
  wait_for 10 "$DIR/manager.pid" test -S "$DIR/notify" || return 1
  start_chain "$DIR"
  RELAY_PORT=$(free_ports 1)
  NOTIFY_SOCKET=$DIR/notify WATCHDOG_USEC=600000 start_relay "$DIR"
  wait_for 20 "$DIR/relay.pid" hears READY=1 || return 1
  wait_for 20 "$DIR/relay.pid" hears WATCHDOG=1 || return 1
  kill -HUP "$(process_of "$DIR/relay.pid")"
  wait_for 20 "$DIR/relay.pid" hears RELOADING=1 || return 1
  stop_process "$DIR/relay.pid" 20
  cat "$DIR/heard"
  hears STOPPING=1
}
