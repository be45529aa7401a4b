#!/usr/bin/env bash
# Installs the bindings into a Maven repository of its own, makes a project outside this checkout that depends on them and on
# solanaj, and lets it register an agent on a local chain.
#
#   PROGRAM_SO=FILE   the built program; default target/deploy/pod_protocol.so
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
so=${PROGRAM_SO:-$root/target/deploy/pod_protocol.so}
[ -f "$so" ] || { echo "there is no program at $so: build it, or set PROGRAM_SO" >&2; exit 1; }

work=$(mktemp -d)
chain=
finish() {
  if [ -n "$chain" ]; then
    kill "$chain" 2>/dev/null || true
    wait "$chain" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT

# What is downloaded already is linked, so that only the bindings are new in this repository.
mkdir "$work/repository"
if [ -d "$HOME/.m2/repository" ]; then
  cp -al "$HOME/.m2/repository/." "$work/repository/" 2>/dev/null || cp -a "$HOME/.m2/repository/." "$work/repository/"
fi
rm -rf "$work/repository/org/podprotocol"
maven=(mvn -q "-Dmaven.repo.local=$work/repository")

echo "installing the bindings"
(cd "$root" && "${maven[@]}" -pl idl -am -DskipTests install)

[ -d "$root/scripts/surfnet/node_modules/@solana" ] || (cd "$root/scripts/surfnet" && npm ci --no-audit --no-fund >/dev/null)
program=$(sed -n 's/^ *"address": *"\([1-9A-HJ-NP-Za-km-z]*\)".*/\1/p' "$root/idl/pod_protocol.json" | head -n 1)
(cd "$root/scripts/surfnet" && exec node surfnet.js --slot-ms 50 --program "$program=$so") >"$work/chain.json" &
chain=$!
for _ in $(seq 1 300); do
  url=$(sed -n 's/.*"rpcUrl":"\([^"]*\)".*/\1/p' "$work/chain.json")
  [ -n "$url" ] && break
  kill -0 "$chain" || { echo "the local chain did not start" >&2; exit 1; }
  read -r -t 0.1 _ <> <(:) || true
done
[ -n "$url" ] || { echo "the local chain did not start in time" >&2; exit 1; }

mkdir "$work/project"
cp -r "$here/pom.xml" "$here/src" "$work/project/"
"${maven[@]}" -f "$work/project/pom.xml" test "-DargLine=-Drpc.url=$url"
echo "an agent was registered from outside"
