# nginx in front of three relays, with the configuration that is shipped.
# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is read by the other parts

# start_nginx DIR PORT RELAY_PORT RELAY_PORT RELAY_PORT: the shipped configuration with these ports, all files in DIR.
start_nginx() {
  local dir=$1 port=$2
  mkdir -p "$dir/tmp"
  sed -e "s/127\.0\.0\.1:8080/127.0.0.1:$port/" -e "s/127\.0\.0\.1:8081/127.0.0.1:$3/" \
    -e "s/127\.0\.0\.1:8082/127.0.0.1:$4/" -e "s/127\.0\.0\.1:8083/127.0.0.1:$5/" \
    packaging/nginx/pod-relays.conf >"$dir/pod-relays.conf"
  cat >"$dir/nginx.conf" <<CONF
daemon off;
worker_processes 1;
pid $dir/nginx.run;
error_log $dir/nginx.log warn;
events { worker_connections 4096; }
http {
    access_log off;
    client_body_temp_path $dir/tmp/body;
    proxy_temp_path $dir/tmp/proxy;
    fastcgi_temp_path $dir/tmp/fastcgi;
    uwsgi_temp_path $dir/tmp/uwsgi;
    scgi_temp_path $dir/tmp/scgi;
    include $dir/pod-relays.conf;
}
CONF
  nginx -t -q -p "$dir" -c "$dir/nginx.conf" -e "$dir/nginx.log" || return 1
  setsid nginx -p "$dir" -c "$dir/nginx.conf" -e "$dir/nginx.log" >>"$dir/nginx.log" 2>&1 </dev/null &
  record_process "$dir/nginx.pid" $!
  wait_for 20 "$dir/nginx.pid" curl --silent --fail --max-time 5 --output /dev/null "http://127.0.0.1:$port/healthz" || {
    cat "$dir/nginx.log"
    return 1
  }
}

stop_three_relays() {
  stop_process "$DIR/nginx.pid" 10
  stop_process "$DIR/two/relay.pid" 20
  stop_process "$DIR/three/relay.pid" 20
  stop_instance "$DIR"
}

# Three relays of the chain RPC_URL in DIR, DIR/two and DIR/three; sets RELAYS and PORTS.
start_three_relays() {
  local dir
  RELAYS=() PORTS=()
  for dir in "$DIR" "$DIR/two" "$DIR/three"; do
    RELAY_PORT=$(free_ports 1)
    start_relay "$dir" || return 1
    RELAYS+=("$RELAY")
    PORTS+=("$PORT")
  done
}

# Recipients are spread by weight and stay where they are; streams go through; limits are kept; when a relay is killed,
# the others take over.
system_nginx() {
  local front url
  DIR=$STATE_ROOT/system-nginx
  stop_three_relays
  rm -rf "$DIR"
  trap stop_three_relays EXIT
  start_chain "$DIR"
  front=$(free_ports 1)
  url=http://127.0.0.1:$front
  # Without an admin listener the relays have their metrics beside the API, for nginx to hide.
  POD_LISTEN_ADMIN_PORT=-1 POD_LIMITS_TRUSTED_PROXIES=127.0.0.1 POD_LISTEN_PUBLIC_ORIGINS=$url start_three_relays || return 1
  start_nginx "$DIR" "$front" "${PORTS[@]}" || return 1
  node scripts/localnet/nginx-probe.js spread "$url" "$DIR/spread.json" "${RELAYS[@]}" || return 1
  node scripts/localnet/nginx-probe.js limit "$url" || return 1
  # Through the proxy: registration's operations, sends, streams with deliveries, proofs.
  (RELAY_URL=$url JSON=true load_instance --rate 20 --seconds 3) || return 1
  kill -KILL "$(process_of "$DIR/relay.pid")" || return 1
  node scripts/localnet/nginx-probe.js takeover "$url" "$DIR/spread.json" "${RELAYS[0]}" || return 1
}

# The relay's own limit, by address: of a trusted proxy's clients, and of a client that only claims to be a proxy.
system_nginx_addresses() {
  local front url
  RELAY_PORT=$(free_ports 1)
  front=$(free_ports 1)
  url=http://127.0.0.1:$front
  export POD_LIMITS_TRUSTED_PROXIES=127.0.0.1 POD_LIMITS_ADDRESS_RATE=1 POD_LIMITS_ADDRESS_BURST=20
  with_instance system-nginx-addresses
  trap 'stop_process "$DIR/nginx.pid" 10; stop_instance "$DIR"' EXIT
  start_nginx "$DIR" "$front" "$PORT" "$PORT" "$PORT" || return 1
  node scripts/localnet/nginx-probe.js forwarded "$url" || return 1
  node scripts/localnet/nginx-probe.js direct "$RELAY_URL" || return 1
}
