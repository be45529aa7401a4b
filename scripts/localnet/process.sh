# Processes that this script starts, and how it stops them: by the id it wrote down, and only if that id still means
# the process that was started.
# shellcheck shell=bash

# process_start PID: when the process was started, in the kernel's ticks; nothing if it is gone.
process_start() {
  sed -n 's/^.*) //p' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
}

# record_process FILE PID
record_process() {
  printf '%s %s\n' "$2" "$(process_start "$2")" >"$1"
}

# process_of FILE: the id in the file, if that process still runs.
process_of() {
  local pid start
  [ -f "$1" ] || return 1
  read -r pid start <"$1" || return 1
  [ -n "$start" ] && [ "$(process_start "$pid")" = "$start" ] || return 1
  printf '%s\n' "$pid"
}

# stop_process FILE SECONDS: asks the process to end, and makes it end when it has not after that time.
stop_process() {
  local pid deadline
  if pid=$(process_of "$1"); then
    kill -TERM "$pid" 2>/dev/null || true
    deadline=$((SECONDS + $2))
    while process_of "$1" >/dev/null; do
      if [ $SECONDS -ge $deadline ]; then
        say "Process $pid did not stop within $2 s and is killed"
        kill -KILL "$pid" 2>/dev/null || true
        break
      fi
      sleep 0.05
    done
  fi
  rm -f "$1"
}

# wait_for SECONDS PIDFILE COMMAND...: until the command succeeds; fails when the time is over or the process is gone.
wait_for() {
  local deadline=$((SECONDS + $1)) pidfile=$2
  shift 2
  until "$@"; do
    process_of "$pidfile" >/dev/null || return 1
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.05
  done
}

# free_ports N: that many ports of 127.0.0.1 that nobody listens on.
free_ports() {
  node -e '
    const net = require("net");
    const servers = Array.from({ length: Number(process.argv[1]) }, () => net.createServer().listen(0, "127.0.0.1"));
    Promise.all(servers.map((s) => new Promise((r) => s.once("listening", r)))).then(() => {
      console.log(servers.map((s) => s.address().port).join(" "));
      servers.forEach((s) => s.close());
    });' "$1"
}

# port_is_free N
port_is_free() {
  node -e '
    const server = require("net").createServer();
    server.once("error", () => process.exit(1));
    server.listen(Number(process.argv[1]), "127.0.0.1", () => server.close());' "$1"
}
