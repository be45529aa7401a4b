# ./localnet.sh test: every test of the repository, and one count at the end.
# shellcheck shell=bash

PASSED=0
FAILED=0
SKIPPED=0
FAILURES=()

# check NAME COMMAND...: one test by its exit code.
check() {
  say "$1"
  if step "$@"; then
    PASSED=$((PASSED + 1))
  else
    FAILED=$((FAILED + 1))
    FAILURES+=("$1")
  fi
}

check_shell() {
  find . \( -name node_modules -o -name target -o -name .git -o -name .localnet \) -prune -o \
    \( -name '*.sh' -o -path ./.ci/run -o -path '*/src/dist/bin/pod' -o -path './bench/[a-z]*' -not -name '*.js' -not -path './bench/podbench*' \) -type f -print0 |
    xargs -0 shellcheck --external-sources --severity=warning
}

# Lock files name packages and their hashes, never the host that served them here.
check_lock_files() {
  local file bad=0
  while IFS= read -r -d '' file; do
    if grep -n '"resolved"' "$file"; then
      echo "$file names a registry host; build it with npm's setting omit-lockfile-registry-resolved=true"
      bad=1
    fi
  done < <(find . \( -name node_modules -o -name target -o -name .git \) -prune -o -name package-lock.json -print0)
  if find . \( -name node_modules -o -name target -o -name .git \) -prune -o -name Cargo.lock -print0 |
    xargs -0 grep -Hn '^source = ' | grep -v '"registry+https://github.com/rust-lang/crates.io-index"'; then
    echo "a Cargo.lock names a source that is not crates.io"
    bad=1
  fi
  return $bad
}

# The container's files name the version that is packed.
check_packaged_version() {
  local version
  version=$(project_version)
  grep -qx "ARG VERSION=$version" packaging/docker/Dockerfile && grep -q "image: pod-relay:$version$" packaging/docker/compose.yaml || {
    echo "packaging/docker names another version than pom.xml ($version)"
    return 1
  }
}

count_cargo() {
  awk '/^test result: / {
    for (i = 1; i <= NF; i++) { if ($i == "passed;") p += $(i-1); if ($i == "failed;") f += $(i-1); if ($i == "ignored;") s += $(i-1) }
  } END { printf "%d %d %d\n", p, f, s }' "$1"
}

count_node() {
  awk '/^# pass / { p = $3 } /^# fail / { f = $3 } /^# skipped / { s = $3 } END { printf "%d %d %d\n", p, f, s }' "$1"
}

count_go() {
  awk '/^ *--- PASS/ { p++ } /^ *--- FAIL/ { f++ } /^ *--- SKIP/ { s++ } END { printf "%d %d %d\n", p, f, s }' "$1"
}

# count_surefire: cases that passed, failed and were skipped, from the reports of all modules.
count_surefire() {
  find . \( -name node_modules -o -name .git -o -name .localnet \) -prune -o -path '*-reports/TEST-*.xml' -print0 |
    xargs -0 --no-run-if-empty grep -h -m1 -o '<testsuite [^>]*>' |
    awk '{
      n = split($0, a, " ")
      for (i = 1; i <= n; i++) {
        if (match(a[i], /^(tests|errors|failures|skipped)="[0-9]+"/)) {
          split(a[i], kv, "\""); sub("=", "", kv[1]); sum[kv[1]] += kv[2]
        }
      }
    } END { bad = sum["errors"] + sum["failures"]; printf "%d %d %d\n", sum["tests"] - bad - sum["skipped"], bad, sum["skipped"] }'
}

# add_counts NAME STATUS "PASSED FAILED SKIPPED": a run that failed without a failed case counts as one failure.
add_counts() {
  local passed failed skipped
  read -r passed failed skipped <<<"$3"
  if [ "$2" -ne 0 ] && [ "$failed" -eq 0 ]; then
    failed=1
  fi
  PASSED=$((PASSED + passed))
  FAILED=$((FAILED + failed))
  SKIPPED=$((SKIPPED + skipped))
  if [ "$failed" -ne 0 ]; then
    FAILURES+=("$1 ($failed)")
  fi
  say "  $1: $passed passed, $failed failed, $skipped skipped"
}

test_scripts() {
  setup_base
  setup_surfnet
  need_command shellcheck shellcheck "lint of the shell scripts"
  check shellcheck check_shell
  check lock-files check_lock_files
  check packaged-version check_packaged_version
  local status=0
  say surfnet-tests
  step surfnet-tests node --test --test-reporter=tap scripts/surfnet/ || status=$?
  add_counts surfnet-tests $status "$(count_node "$STATE_ROOT/logs/surfnet-tests.log")"
  need_command go golang-go "the load generator of the benchmarks"
  check podbench-vet env --chdir=bench/podbench go vet .
  status=0
  say podbench-tests
  step podbench-tests env --chdir=bench/podbench go test -count=1 -v . || status=$?
  add_counts podbench-tests $status "$(count_go "$STATE_ROOT/logs/podbench-tests.log")"
}

# The workspaces: the program's tests are one of their own where LiteSVM wants other versions of Solana's crates than
# Anchor does.
rust_workspaces() {
  printf 'Cargo.toml\n'
  find . \( -name target -o -name node_modules -o -name .git \) -prune -o -name Cargo.toml -not -path ./Cargo.toml -print0 |
    xargs -0 grep -l '^\[workspace\]' | sed 's#^\./##' | LC_ALL=C sort || true
}

test_rust() {
  local status name manifest
  setup_base
  setup_light
  setup_program_toolchain
  build_program
  setup_rust_lints
  for manifest in $(rust_workspaces); do
    name=main
    [ "$manifest" = Cargo.toml ] || name=$(basename "$(dirname "$manifest")")
    check "cargo-fmt-$name" cargo fmt --manifest-path "$manifest" --all --check
    check "cargo-clippy-$name" cargo clippy --manifest-path "$manifest" --quiet --workspace --all-targets -- -D warnings
    say "cargo-test-$name"
    status=0
    step "cargo-test-$name" cargo test --manifest-path "$manifest" --workspace --no-fail-fast || status=$?
    add_counts "cargo-test-$name" $status "$(count_cargo "$STATE_ROOT/logs/cargo-test-$name.log")"
  done
  check idl-drift cargo run --quiet --package idl-build -- --check
}

test_java() {
  local status=0
  setup_machine
  setup_kubo
  setup_promtool
  setup_chromium
  need_command script bsdutils "the test of pod top"
  setup_schemathesis
  need_command gcc gcc "the recorder of the test of power loss"
  need_command go golang-go "the independent verifier of published logs"
  build_program
  find . -path '*/target/*-reports/TEST-*.xml' -not -path '*/node_modules/*' -delete
  # The formatter reads the relay's syntax only when it runs on a Java that knows it.
  check spotless env JAVA_HOME="$(find_jdk25)" mvn --no-transfer-progress --batch-mode --quiet spotless:check
  say maven-verify
  step maven-verify maven --fail-at-end -Dmaven.test.failure.ignore=true "-Dpod.program.so=$PROGRAM_SO" verify || status=$?
  add_counts maven-verify $status "$(count_surefire)"
  check outside-project env PROGRAM_SO="$PROGRAM_SO" bash idl/outside-project/run.sh
}

run_tests() {
  local part parts=("$@") began=$SECONDS
  [ ${#parts[@]} -gt 0 ] || parts=(scripts rust java system)
  for part in "${parts[@]}"; do
    case $part in
      scripts | rust | java | system | agave) ;;
      *) fail_usage "there is no part \"$part\" of the tests; there are scripts, rust, java, system and agave" ;;
    esac
  done
  for part in "${parts[@]}"; do
    "test_$part"
  done
  say "Tests took $((SECONDS - began)) s"
  [ "$SKIPPED" -eq 0 ] || printf '%s skipped\n' "$SKIPPED"
  if [ ${#FAILURES[@]} -gt 0 ]; then
    printf 'failed: %s\n' "${FAILURES[@]}"
  fi
  printf '%s passed, %s failed\n' "$PASSED" "$FAILED"
  [ "$FAILED" -eq 0 ]
}

# Measures every instruction on the built program, writes the figures, and prints them as a table.
run_compute_units() {
  setup_base
  setup_program_toolchain
  build_program
  say "Measuring compute units"
  step compute-units env POD_WRITE_COMPUTE_UNITS=1 \
    cargo test --manifest-path program-tests/Cargo.toml --test compute_units || exit 1
  if $JSON; then
    cat program-tests/compute-units.json
  else
    node -e '
      const rows = JSON.parse(require("fs").readFileSync("program-tests/compute-units.json"));
      const line = (a) => console.log(a[0].padEnd(26) + a[1].padEnd(34) + a.slice(2).map((x) => String(x).padStart(9)).join(""));
      line(["instruction", "case", "units", "bytes", "accounts", "rent"]);
      for (const r of rows) line([r.instruction, r.case, r.units, r.transactionBytes, r.accounts, r.rentLamports]);'
  fi
}
