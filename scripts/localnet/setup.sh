# What the machine needs. Everything that is there is used; what is missing is installed, and said to be.
# shellcheck shell=bash

SBPF_LINKER_VERSION=0.2.6
SBPF_LLVM=22
AGAVE_VERSION=4.1.0
KUBO_VERSION=0.43.1
# Prometheus 3.13.5, as Go modules count.
PROMETHEUS_VERSION=0.313.5

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "\"$*\" needs root; run it as root, then run this again"
  fi
}

is_installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# need_packages REASON PACKAGE...: installs those of the Debian packages that are missing.
need_packages() {
  local reason=$1 package missing=()
  shift
  command -v dpkg-query >/dev/null || return 0
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "Installing Debian packages ($reason): ${missing[*]}"
  command -v apt-get >/dev/null || fail "there is no apt-get here; install ${missing[*]} yourself"
  step apt-install apt_install "${missing[@]}" || exit 1
}

# need_command NAME PACKAGE REASON: installs PACKAGE if there is no such command.
need_command() {
  command -v "$1" >/dev/null && return
  need_packages "$3" "$2"
  command -v "$1" >/dev/null || fail "$1 is missing ($3); install it and run this again"
}

setup_base() {
  need_command curl curl "downloads and requests"
  need_command sha256sum coreutils "build stamps"
  need_command node nodejs "the local chain"
  need_command npm npm "the local chain"
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 18 ] || fail "Node.js $major is too old, 18 or newer is needed"
}

# The compiler for host code: rustup's or another one in PATH, else Debian's newest.
setup_rust() {
  need_command cc build-essential "linking"
  need_command pkg-config pkg-config "native libraries of crates"
  if ! command -v cargo >/dev/null || ! cargo --version >/dev/null 2>&1; then
    need_packages "Rust" cargo-web rustc-web
  fi
}

setup_rust_lints() {
  cargo fmt --version >/dev/null 2>&1 || need_packages "formatting" rustfmt-web
  cargo clippy --version >/dev/null 2>&1 || need_packages "lints" rust-web-clippy
}

# The compiler and linker for the chain's target. cargo build-sbf is used instead when there is one.
setup_program_toolchain() {
  setup_rust
  if cargo build-sbf --version >/dev/null 2>&1; then
    return
  fi
  need_packages "compiling the program" rustc-web cargo-web rust-web-src libstd-rust-web-dev-bpf \
    "llvm-$SBPF_LLVM-dev" "lld-$SBPF_LLVM" "libpolly-$SBPF_LLVM-dev" "clang-$SBPF_LLVM"
  setup_sbpf_linker
}

linker_llvm() {
  sbpf-linker --version 2>/dev/null | sed -n 's/^LLVM \([0-9]*\)\..*/\1/p'
}

install_sbpf_linker() {
  env RUSTFLAGS="-L native=/usr/lib/llvm-$SBPF_LLVM/lib" "LLVM_SYS_${SBPF_LLVM}1_PREFIX=/usr/lib/llvm-$SBPF_LLVM" \
    cargo install "sbpf-linker@$SBPF_LINKER_VERSION" --no-default-features --features "bpf-linker/llvm-$SBPF_LLVM" \
    --root "$CACHE" --force
}

# The linker reads the compiler's bitcode, so both must have one LLVM.
setup_sbpf_linker() {
  local rustc_llvm
  rustc_llvm=$(/usr/bin/rustc -vV | sed -n 's/^LLVM version: \([0-9]*\)\..*/\1/p')
  if [ "$rustc_llvm" != "$SBPF_LLVM" ]; then
    fail "/usr/bin/rustc has LLVM $rustc_llvm, but the program's linker is set up for LLVM $SBPF_LLVM; the package rustc-web 1.96 has it"
  fi
  if [ "$(linker_llvm)" != "$SBPF_LLVM" ]; then
    say "Building sbpf-linker $SBPF_LINKER_VERSION with LLVM $SBPF_LLVM (some two minutes)"
    step sbpf-linker install_sbpf_linker || exit 1
    [ "$(linker_llvm)" = "$SBPF_LLVM" ] || fail "the sbpf-linker that was built does not have LLVM $SBPF_LLVM"
  fi
}

java_major() {
  "$1/bin/java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p'
}

# Prints the home of a JDK of version 25 or newer.
find_jdk25() {
  local home
  for home in "${JAVA25_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    if [ -x "$home/bin/javac" ] && [ "$(java_major "$home")" -ge 25 ] 2>/dev/null; then
      printf '%s\n' "$home"
      return
    fi
  done
  return 1
}

setup_java() {
  need_command java openjdk-17-jdk-headless "Maven"
  need_command mvn maven "the Java build"
  local package
  if ! find_jdk25 >/dev/null; then
    for package in temurin-25-jdk openjdk-25-jdk-headless; do
      if apt-cache show "$package" >/dev/null 2>&1; then
        need_packages "the relay" "$package"
        break
      fi
    done
    find_jdk25 >/dev/null || fail "the relay needs a JDK 25: install one (Eclipse Temurin 25, for example) and set JAVA25_HOME to it"
  fi
}

npm_ci() {
  (cd "$ROOT/scripts/surfnet" && npm ci)
}

setup_surfnet() {
  local stamp
  stamp=$(content_hash scripts/surfnet/package-lock.json scripts/surfnet/package.json)
  if [ -d scripts/surfnet/node_modules ] && stamp_is surfnet "$stamp"; then
    return
  fi
  say "Installing Surfpool, the local chain, by npm"
  step npm-ci npm_ci || exit 1
  set_stamp surfnet "$stamp"
}

install_agave() {
  env CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
    cargo install "agave-validator@$AGAVE_VERSION" --locked --features agave-unstable-api --bin solana-test-validator --root "$CACHE"
}

setup_agave() {
  command -v solana-test-validator >/dev/null && return
  setup_rust
  need_packages "building the Agave validator" protobuf-compiler libclang-dev libudev-dev pkg-config libssl-dev cmake
  say "Building solana-test-validator $AGAVE_VERSION (some 22 minutes on two cores; kept in $CACHE)"
  step agave install_agave || exit 1
}

# Two of its dependencies are replaced by the newest that build together with it.
install_kubo() {
  local work=$CACHE/build/kubo-$KUBO_VERSION
  rm -rf "$work" && mkdir -p "$work" "$CACHE/bin" && (
    cd "$work" &&
      go mod init kubo-build &&
      go mod edit -replace github.com/quic-go/webtransport-go=github.com/quic-go/webtransport-go@v0.11.1 \
        -replace github.com/quic-go/quic-go=github.com/quic-go/quic-go@v0.60.0 &&
      go get -tool "github.com/ipfs/kubo/cmd/ipfs@v$KUBO_VERSION" &&
      env GOBIN="$CACHE/bin" go install github.com/ipfs/kubo/cmd/ipfs
  ) && rm -rf "$work"
}

# Kubo, for the tests of the IPFS client.
setup_kubo() {
  command -v ipfs >/dev/null && return
  need_command go golang-go "building Kubo"
  say "Building Kubo $KUBO_VERSION (some six minutes on two cores; kept in $CACHE)"
  step kubo install_kubo || exit 1
}

# Without service discovery, which no test needs and takes most of the building.
install_promtool() {
  local work=$CACHE/build/promtool-$PROMETHEUS_VERSION
  rm -rf "$work" && mkdir -p "$work" "$CACHE/bin" && (
    cd "$work" &&
      go mod init promtool-build &&
      go get -tool "github.com/prometheus/prometheus/cmd/promtool@v$PROMETHEUS_VERSION" &&
      env GOBIN="$CACHE/bin" go install -tags remove_all_sd -trimpath -ldflags='-s -w' github.com/prometheus/prometheus/cmd/promtool
  ) && rm -rf "$work"
}

# promtool, for the tests of the alert rules and of the metrics' text.
setup_promtool() {
  command -v promtool >/dev/null && return
  need_command go golang-go "building promtool"
  say "Building promtool of Prometheus $PROMETHEUS_VERSION (some three minutes on two cores; kept in $CACHE)"
  step promtool install_promtool || exit 1
}

# Light's programs and accounts, for the local chain and the program's tests.
setup_light() {
  need_command npm npm "Light's programs"
  need_command openssl openssl "checking what npm brings"
  step light bash scripts/light/install.sh || exit 1
}

install_schemathesis() {
  rm -rf "$CACHE/schemathesis" && python3 -m venv "$CACHE/schemathesis" &&
    "$CACHE/schemathesis/bin/pip" install --quiet --disable-pip-version-check --requirement scripts/schemathesis/requirements.txt &&
    mkdir -p "$CACHE/bin" && ln -sf "$CACHE/schemathesis/bin/schemathesis" "$CACHE/bin/schemathesis"
}

# Schemathesis, for the test of the API against its OpenAPI document.
setup_schemathesis() {
  local stamp
  stamp=$(content_hash scripts/schemathesis)
  if [ -x "$CACHE/bin/schemathesis" ] && stamp_is schemathesis "$stamp"; then
    return
  fi
  need_command python3 python3 "Schemathesis"
  python3 -c 'import ensurepip' 2>/dev/null || need_packages "Schemathesis" python3-venv
  say "Installing Schemathesis into $CACHE"
  step schemathesis install_schemathesis || exit 1
  set_stamp schemathesis "$stamp"
}

setup_chromium() {
  local browser
  for browser in chromium chromium-browser google-chrome; do
    command -v "$browser" >/dev/null && return
  done
  need_packages "the browser test of the dashboard" chromium
}

# nginx as Debian has it, for the test of the shipped configuration. Unpacked into the cache, not installed: an installed
# one would be a service that starts with the machine.
unpack_nginx() {
  local work=$CACHE/build/nginx
  rm -rf "$work" && mkdir -p "$work" "$CACHE/bin" && (
    cd "$work" &&
      as_root apt-get update &&
      apt-get download nginx &&
      dpkg-deb --extract nginx_*.deb . &&
      install -m 0755 usr/sbin/nginx "$CACHE/bin/nginx"
  ) && rm -rf "$work"
}

setup_nginx() {
  command -v nginx >/dev/null && return
  need_packages "nginx" libpcre2-8-0 libssl3 zlib1g libcrypt1
  say "Unpacking nginx from Debian into $CACHE"
  step nginx unpack_nginx || exit 1
}

# All that building and running need.
setup_machine() {
  setup_base
  setup_program_toolchain
  setup_java
  setup_chain
}

setup_chain() {
  setup_light
  case $VALIDATOR in
    surfnet) setup_surfnet ;;
    surfpool) command -v surfpool >/dev/null || fail "there is no surfpool in PATH; --validator surfnet needs none" ;;
    agave) setup_agave ;;
  esac
}
