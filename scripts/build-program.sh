#!/usr/bin/env bash
# Builds the on-chain program to target/deploy/pod_protocol.so.
#
#   scripts/build-program.sh          with cargo build-sbf if it is installed, else with rustc's own BPF target
#   scripts/build-program.sh --bpf    with rustc's own BPF target
#   scripts/build-program.sh --sbf    with cargo build-sbf
#
# POD_PROGRAM_ID=<address> builds for another address than the published one, POD_PROGRAM_FOLDER=<folder> into another
# folder than target/deploy.
# BPF_RUSTC and BPF_CARGO name the compiler with the target bpfel-unknown-none; the default is in /usr/bin.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
deploy=${POD_PROGRAM_FOLDER:-$root/target/deploy}
case $deploy in
  /*) ;;
  *) deploy=$root/$deploy ;;
esac
so=$deploy/pod_protocol.so
rustc=${BPF_RUSTC:-/usr/bin/rustc}
cargo=${BPF_CARGO:-/usr/bin/cargo}

say() { printf 'build-program: %s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }

build_sbf() {
  say "cargo build-sbf"
  # cargo build-sbf takes the crates as they are published.
  (cd programs/pod-protocol && cargo build-sbf --sbf-out-dir "$deploy")
}

# patched NAME FROM-PATTERN FILE: fails unless the pattern is in the file.
expect() { grep -qE -- "$2" "$3" || die "anchor-lang patch '$1' does not apply to ${3#"$root"/}: has the version changed?"; }
refuse() { ! grep -qE -- "$2" "$3" || die "anchor-lang patch '$1' left something in ${3#"$root"/}"; }

# A copy of anchor-lang without what needs std: three dependency lines and a function with too many arguments.
patch_anchor() {
  local version source stamp
  version=$(sed -n '/^name = "anchor-lang"$/{n;s/^version = "\(.*\)"$/\1/p}' Cargo.lock)
  [ "$version" = 2.0.0-rc.2 ] || die "Cargo.lock has anchor-lang '$version'; the patches are for 2.0.0-rc.2"
  stamp=$patched/.patched-from
  "$cargo" metadata --format-version 1 --locked > target/metadata.json 2> target/metadata.log ||
    { cat target/metadata.log >&2; die "cargo can't read the workspace"; }
  source=$(grep -o '"manifest_path":"[^"]*/anchor-lang-2.0.0-rc.2/Cargo.toml"' target/metadata.json | head -1 | cut -d'"' -f4)
  [ -n "$source" ] || die "cargo metadata does not know anchor-lang"
  source=$(dirname "$source")
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(sha256sum < "$0") $source" ]; then return; fi
  say "patching anchor-lang $version"
  rm -rf "$patched"
  mkdir -p "$(dirname "$patched")"
  cp -r "$source" "$patched"
  chmod -R u+w "$patched"
  rm -rf "$patched/tests" "$patched/Cargo.toml.orig" "$patched/Cargo.lock" "$patched/.cargo-ok" "$patched/.cargo_vcs_info.json"

  local toml=$patched/Cargo.toml
  expect tests '^\[\[test\]\]$' "$toml"
  expect wincode '^\[dependencies\.wincode\]$' "$toml"
  expect system-interface '^\[dependencies\.solana-system-interface\]$' "$toml"
  expect sysvar '^\[dependencies\.solana-sysvar\]$' "$toml"
  awk '
    /^\[/ { section = $0 }
    section == "[[test]]" || section == "[dependencies.solana-sysvar]" { next }
    section == "[dependencies.wincode]" && /^features/ { print "default-features = false"; print "features = [\"alloc\", \"derive\"]"; next }
    section == "[dependencies.solana-system-interface]" && /^features/ { print "default-features = false"; next }
    { print }
  ' "$toml" > "$toml.new" && mv "$toml.new" "$toml"
  refuse tests '^\[\[test\]\]$' "$toml"
  refuse sysvar 'solana-sysvar' "$toml"
  refuse system-interface '"bincode"' "$toml"
  expect wincode '^features = \["alloc", "derive"\]$' "$toml"

  expect sysvar-rent 'pub use solana_sysvar::rent::\*;' "$patched/src/lib.rs"
  awk '
    /^    pub mod rent \{$/ { skipping = 1 }
    !skipping { print }
    skipping && /^    }$/ { skipping = 0 }
  ' "$patched/src/lib.rs" > "$patched/src/lib.rs.new" && mv "$patched/src/lib.rs.new" "$patched/src/lib.rs"
  refuse sysvar-rent 'solana_sysvar' "$patched/src/lib.rs"

  local cpi=$patched/src/cpi.rs
  awk '
    { lines[NR] = $0 }
    END {
      for (i = 1; i <= NR; i++) {
        if (lines[i] == "#[cold]" && lines[i + 1] == "fn create_prefunded(") { print "#[inline(always)]"; done++ } else print lines[i]
      }
      exit done == 1 ? 0 : 1
    }
  ' "$cpi" > "$cpi.new" || die "anchor-lang patch 'create_prefunded' does not apply: has the version changed?"
  mv "$cpi.new" "$cpi"
  # The walk over an instruction's accounts: one function, and not a copy in every instruction.
  local file=cursor
    awk '
      { lines[NR] = $0 }
      END {
        for (i = 1; i <= NR; i++) {
          if (lines[i] ~ /#\[inline\(always\)\]/ && lines[i + 1] ~ /fn walk_n\(/) { sub(/always/, "never", lines[i]); done++ }
          print lines[i]
        }
        exit done == 1 ? 0 : 1
      }
    ' "$patched/src/$file.rs" > "$patched/src/$file.rs.new" ||
      die "anchor-lang patch 'walk_n' does not apply to src/$file.rs: has the version changed?"
    mv "$patched/src/$file.rs.new" "$patched/src/$file.rs"
  # A vector of known length, filled without the code that would grow it, which has too many arguments.
  expect remaining-accounts '^            v\.push\(unsafe \{ cursor\.next\(\) \}\);$' "$patched/src/context.rs"
  awk '
    /^            v\.push\(unsafe \{ cursor\.next\(\) \}\);$/ {
      print "            let length = v.len();"
      print "            assert!(length < v.capacity());"
      print "            unsafe {"
      print "                let views: *mut AccountView = v.as_mut_ptr();"
      print "                views.add(length).write(cursor.next());"
      print "                v.set_len(length + 1);"
      print "            }"
      next
    }
    { print }
  ' "$patched/src/context.rs" > "$patched/src/context.rs.new" && mv "$patched/src/context.rs.new" "$patched/src/context.rs"
  printf '%s' "$(sha256sum < "$0") $source" > "$stamp"
}

# --cfg target_os: the crates call syscalls and not their stand-ins for hosts. Unaligned access: addresses and
# hashes are bytes, which would otherwise be copied and compared one by one. The linker would keep arithmetic that the
# program does not do, of floats and 128-bit numbers; it stops at what BPF can't do, which is more than five arguments,
# or such arithmetic in the program.
rustflags='--cfg target_os="solana" -A explicit_builtin_cfgs_in_flags -A unexpected_cfgs -C panic=abort
  -C target-feature=+allows-misaligned-mem-access -C link-arg=--disable-math-builtins -C llvm-args=-inline-threshold=40 -C link-arg=--llvm-args=-inline-threshold=40 -C link-arg=--llvm-args=-bpf-stack-size=4096'
built=$root/target/bpf/bpfel-unknown-none/release/libpod_protocol.so

build_bpf() {
  local llvm linker log status bpf patched
  [ -x "$rustc" ] && [ -x "$cargo" ] || die "no compiler at $rustc and $cargo; see docs/deploying.md"
  llvm=$("$rustc" -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
  [ -d "$("$rustc" --print sysroot)/lib/rustlib/bpfel-unknown-none" ] ||
    die "$rustc has no target bpfel-unknown-none; on Debian install libstd-rust-web-dev-bpf"
  linker=$(command -v sbpf-linker || true)
  [ -n "$linker" ] || { [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/sbpf-linker" ] && linker=${CARGO_HOME:-$HOME/.cargo}/bin/sbpf-linker; }
  [ -n "$linker" ] || die "sbpf-linker is not installed; see docs/deploying.md (it must be built with LLVM $llvm)"
  local libraries
  libraries=$(ldd "$linker" 2> /dev/null || true)
  if [[ $libraries == *libLLVM* && ! $libraries =~ libLLVM[.-][^[:space:]]*$llvm ]]; then
    die "sbpf-linker is built with another LLVM than $llvm of $rustc; see docs/deploying.md"
  fi

  patched=$root/target/anchor-lang-bpf
  patch_anchor
  workspace
  # rustc would have the linker keep every function of its compiler-builtins: only the entrypoint is for others.
  cat > "$bpf/linker.sh.new" << END
#!/bin/sh
previous=
for argument; do
  if [ "\$previous" = --export-symbols ]; then printf 'entrypoint\n' > "\$argument"; fi
  previous=\$argument
done
exec '$linker' "\$@"
END
  chmod +x "$bpf/linker.sh.new"
  mv "$bpf/linker.sh.new" "$bpf/linker.sh"
  log=$root/target/build-program.log
  say "rustc $("$rustc" -V | cut -d' ' -f2), LLVM $llvm, sbpf-linker"
  status=0
  (cd "$bpf" && env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS RUSTC="$rustc" RUSTC_WRAPPER='' RUSTUP_TOOLCHAIN='' CARGO_TARGET_DIR="$root/target/bpf" \
    CARGO_TARGET_BPFEL_UNKNOWN_NONE_LINKER="$bpf/linker.sh" \
    CARGO_TARGET_BPFEL_UNKNOWN_NONE_RUSTFLAGS="$rustflags" \
    "$cargo" build --release --target bpfel-unknown-none -p pod-protocol > "$log" 2>&1) || status=$?
  if [ "$status" -ne 0 ]; then tail -60 "$log" >&2; die "the build failed"; fi
  mkdir -p "$deploy"
  cmp -s "$built" "$so" || cp "$built" "$so"
}

# A workspace of its own for the patched crate, so that the project's Cargo.lock stays as it is: the same
# members, profile and versions.
workspace() {
  bpf=$root/target/bpf-workspace
  mkdir -p "$bpf/programs" "$bpf/crates"
  ln -sfn "$root/programs/pod-protocol" "$bpf/programs/pod-protocol"
  ln -sfn "$root/crates/pod-core" "$bpf/crates/pod-core"
  {
    printf '[workspace]\nresolver = "2"\nmembers = ["programs/pod-protocol", "crates/pod-core"]\n\n'
    awk '/^\[/ { keep = $0 ~ /^\[(workspace\.package|profile\.release.*)\]$/ } keep' Cargo.toml
    printf '\n[patch.crates-io]\nanchor-lang = { path = "%s" }\n' "$patched"
  } > "$bpf/Cargo.toml.new"
  cmp -s "$bpf/Cargo.toml.new" "$bpf/Cargo.toml" && rm "$bpf/Cargo.toml.new" || mv "$bpf/Cargo.toml.new" "$bpf/Cargo.toml"
  if ! cmp -s Cargo.lock "$bpf/Cargo.lock.from"; then
    cp Cargo.lock "$bpf/Cargo.lock"
    cp Cargo.lock "$bpf/Cargo.lock.from"
  fi
}

how=auto
case "${1:-}" in
  '') ;;
  --bpf) how=bpf ;;
  --sbf) how=sbf ;;
  *) die "unknown argument $1; usage: build-program.sh [--bpf|--sbf]" ;;
esac
if [ $how = auto ]; then
  if cargo build-sbf --version > /dev/null 2>&1; then how=sbf; else how=bpf; fi
fi
mkdir -p target
"build_$how"
say "$so: $(stat -c %s "$so") bytes"
