# Builds: the program to target/deploy/pod_protocol.so, the Java modules to java-node/target/dist.
# shellcheck shell=bash

PROGRAM_SO=$ROOT/target/deploy/pod_protocol.so
POD=$ROOT/java-node/target/dist/bin/pod

# The program's address, if it is not the published one.
OTHER_PROGRAM=

program_id() {
  if [ -n "$OTHER_PROGRAM" ]; then
    printf '%s\n' "$OTHER_PROGRAM"
    return
  fi
  node -p 'JSON.parse(require("fs").readFileSync("idl/pod_protocol.json", "utf8")).address'
}

build_program() {
  local stamp
  stamp=$(content_hash Cargo.toml Cargo.lock crates programs scripts/build-program.sh)
  if [ -f "$PROGRAM_SO" ] && stamp_is program "$stamp-$(content_hash "$PROGRAM_SO")"; then
    return
  fi
  say "Building the program"
  step build-program bash scripts/build-program.sh || exit 1
  set_stamp program "$stamp-$(content_hash "$PROGRAM_SO")"
}

maven() {
  env MAVEN_OPTS="${MAVEN_OPTS:-} -XX:+UseSerialGC -XX:TieredStopAtLevel=1" mvn --no-transfer-progress --batch-mode "$@"
}

java_sources_hash() {
  content_hash pom.xml .mvn codegen idl java-node vectors
}

build_java() {
  local stamp
  stamp=$(java_sources_hash)
  if [ -x "$POD" ] && stamp_is java "$stamp"; then
    return
  fi
  say "Building the Java modules"
  step build-java maven --quiet -DskipTests package || exit 1
  [ -x "$POD" ] || fail "the build left no launcher at $POD"
  set_stamp java "$stamp"
}

build_all() {
  setup_machine
  build_program
  build_java
}

run_build() {
  build_all
  say "Built $PROGRAM_SO ($(stat -c %s "$PROGRAM_SO") bytes) and $POD"
}
