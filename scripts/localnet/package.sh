# Packages: the runtime image with its cache, a tarball of it, a Debian package of it.
# shellcheck shell=bash
# shellcheck disable=SC2034 # what is set here is read by the other parts

IMAGE=$ROOT/java-node/target/image
PACKAGES=$ROOT/java-node/target/packages
export SOURCE_DATE_EPOCH=1767225600

# The first version in the root pom is the project's.
project_version() {
  sed -n 's/^  <version>\(.*\)<\/version>$/\1/p' pom.xml | head -n 1
}

# train_image: runs the image's relay on a chain, under a little load, and keeps what classes it loads and how they are
# laid out, so that later starts need not do it again. The cache belongs to exactly these files.
train_image() (
  POD=$IMAGE/bin/pod
  JSON=true
  DIR=$STATE_ROOT/package
  stop_instance "$DIR"
  rm -rf "$DIR"
  trap 'stop_instance "$DIR"' EXIT
  start_chain "$DIR"
  RELAY_PORT=$(free_ports 1)
  choose_ports
  prepare_relay "$DIR"
  POD_JAVA_OPTS=-XX:AOTCacheOutput=$IMAGE/lib/pod.aot launch_relay "$DIR"
  load_instance --rate 50 --seconds 3 || exit 1
  # Its end includes writing the cache.
  stop_process "$DIR/relay.pid" 180
  uses_cache "$IMAGE"
)

# uses_cache IMAGE: whether its classes come out of the cache; without, it would start as well, but slower.
uses_cache() {
  POD_JAVA_OPTS=-Xlog:class+load "$1/bin/pod" --version | grep 'org.podprotocol.relay.cli.Main source: shared' >/dev/null || {
    echo "the cache $1/lib/pod.aot is not used" >&2
    return 1
  }
}

build_image() {
  local stamp
  stamp=$(java_sources_hash)-$(content_hash packaging/image.sh scripts/localnet/package.sh)
  if [ -f "$IMAGE/lib/pod.aot" ] && stamp_is image "$stamp"; then
    return
  fi
  say "Making the runtime image"
  step image packaging/image.sh java-node/target/dist "$IMAGE" "$(find_jdk25)" || exit 1
  say "Training the cache of the image"
  step train train_image || exit 1
  find "$IMAGE" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  set_stamp image "$stamp"
}

# build_packages: the tarball and the Debian package of the image.
build_packages() {
  local version name
  version=$(project_version)
  name=pod-$version-linux-x64
  rm -rf "$PACKAGES" && mkdir -p "$PACKAGES"
  say "Packing $name"
  tar --create --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=go-w \
    --directory "$IMAGE" --transform "s,^\.,$name," . | gzip --no-name -6 >"$PACKAGES/$name.tar.gz" || fail "the image could not be packed"
  step deb packaging/deb.sh "$IMAGE" "$version" "$PACKAGES" || exit 1
}

run_package() {
  build_all
  need_command dpkg-deb dpkg "the Debian package"
  build_image
  build_packages
  say "Made $IMAGE ($(du -sm "$IMAGE" | cut -f1) MB)"
  (cd "$PACKAGES" && sha256sum -- *)
}

# The tarball, unpacked elsewhere, runs a relay without any other Java, and so does what the Debian package lays down.
system_package() {
  local root elsewhere
  build_image
  build_packages
  elsewhere=$STATE_ROOT/system-package
  stop_instance "$elsewhere"
  rm -rf "$elsewhere" && mkdir -p "$elsewhere/tar" "$elsewhere/deb"
  tar --extract --file "$PACKAGES"/pod-*-linux-x64.tar.gz --directory "$elsewhere/tar"
  root=$(echo "$elsewhere"/tar/pod-*)
  uses_cache "$root" || return 1
  dpkg-deb --extract "$PACKAGES"/pod-relay_*_amd64.deb "$elsewhere/deb"
  uses_cache "$elsewhere/deb/usr/lib/pod" || return 1
  systemd_reads_unit "$elsewhere/deb" || return 1
  # No Java but its own.
  DIR=$elsewhere
  trap 'stop_instance "$DIR"' EXIT
  POD=$elsewhere/deb/usr/lib/pod/bin/pod
  RELAY_PORT=$(free_ports 1)
  start_chain "$DIR"
  (unset JAVA_HOME JAVA25_HOME POD_JAVA && start_relay "$DIR") || return 1
  readlink "/proc/$(process_of "$DIR/relay.pid")/exe" | tee /dev/stderr | grep -q "^$elsewhere/deb/usr/lib/pod/runtime/"
}

# systemd_reads_unit ROOT: no complaint of systemd about the unit, where there is a systemd to ask.
systemd_reads_unit() {
  local complaints
  if ! command -v systemd-analyze >/dev/null; then
    echo "there is no systemd-analyze here: the unit is not checked"
    return 0
  fi
  sed "s,=/usr/bin/pod,=$1/usr/bin/pod," "$1/usr/lib/systemd/system/pod-relay.service" >"$1/pod-relay.service"
  complaints=$(systemd-analyze verify --man=no "$1/pod-relay.service" 2>&1) || true
  echo "$complaints"
  [ -z "$complaints" ]
}
