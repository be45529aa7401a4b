#!/usr/bin/env bash
# Puts Light's programs, state trees and output queues, as its command line tool ships them for local chains, into
# target/light, and prints that folder. Does nothing when they are there. package.lock names the package and its hash;
# only the files that are used are taken from it, none of its dependencies, and nothing in it is run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$root/target/light
read -r package integrity <"$root/scripts/light/package.lock"

if [ "$(cat "$folder/package" 2>/dev/null)" != "$package $integrity" ]; then
  mkdir -p "$root/target"
  work=$(mktemp -d "$root/target/light-XXXXXX")
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && npm pack --silent --ignore-scripts "$package" >/dev/null)
  archive=("$work"/*.tgz)
  found=sha512-$(openssl dgst -sha512 -binary "${archive[0]}" | base64 --wrap=0)
  if [ "$found" != "$integrity" ]; then
    echo "$package is not what scripts/light/package.lock says: its hash is $found" >&2
    exit 1
  fi
  mkdir "$work/light"
  tar -xzf "${archive[0]}" -C "$work/light" --strip-components=2 --wildcards \
    package/bin/light_system_program_pinocchio.so package/bin/account_compression.so \
    'package/accounts/registered_program_pda_35hk*.json' \
    'package/accounts/batch_state_merkle_tree_bmt*.json' 'package/accounts/batched_output_queue_oq*.json'
  printf '%s %s\n' "$package" "$integrity" >"$work/light/package"
  # Whoever comes second with the same files finds them there already.
  rm -rf "$folder"
  mv -T "$work/light" "$folder" 2>/dev/null || [ -f "$folder/package" ]
fi
printf '%s\n' "$folder"
