#!/usr/bin/env bash
# Makes the runtime image: the pod command, its jars and a Java runtime cut to what they use. No JDK is needed to run it.
# usage: packaging/image.sh DIST IMAGE JDK
#   DIST   what "mvn package" left in java-node/target/dist
#   IMAGE  folder to make; an old one is replaced
#   JDK    home of a JDK 25
set -euo pipefail

dist=$(realpath "$1") image=$(realpath --canonicalize-missing "$2") jdk=$3
# All that is packed bears this time, so that the same sources give the same archive.
: "${SOURCE_DATE_EPOCH:=1767225600}"
stamp=$(date --utc --date="@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)

# What the relay uses, and what an operator wants at hand: jcmd and flight recordings.
modules=(java.base java.logging java.management java.naming java.net.http java.sql java.xml jdk.jcmd jdk.jfr
  jdk.management jdk.net jdk.unsupported)
# Asked for by code that does without: databind looks for bean annotations, and finds none.
optional='java.desktop'

[ "$(uname -sm)" = "Linux x86_64" ] || {
  echo "image.sh: images are made on and for Linux on x86_64, this is $(uname -sm)" >&2
  exit 1
}

check_modules() {
  local wanted missing
  wanted=$("$jdk/bin/jdeps" --multi-release 25 --ignore-missing-deps --print-module-deps --class-path "$dist/lib/*" \
    "$dist"/lib/*.jar 2>/dev/null | tail -n 1)
  [ -n "$wanted" ] || {
    echo "image.sh: jdeps found no modules in $dist/lib" >&2
    exit 1
  }
  missing=$(tr ',' '\n' <<<"$wanted" | grep -vxF -e "$optional" | grep -vxF -f <(printf '%s\n' "${modules[@]}") || true)
  [ -z "$missing" ] || {
    echo "image.sh: the jars use the modules $missing, which the image would not have: name them in image.sh" >&2
    exit 1
  }
}

# repack JAR: without native libraries, which are laid beside the jars, and without a signature, which would no longer
# hold and keeps classes out of the AOT cache.
repack() {
  local jar=$1 work=$scratch/jar
  rm -rf "$work" && mkdir "$work"
  (cd "$work" && "$jdk/bin/jar" --extract --file "$jar")
  find "$work" \( -name '*.so' -o -name '*.dll' -o -name '*.dylib' -o -name '*.jnilib' -o -name '*.a' \
    -o -path '*/META-INF/*.SF' -o -path '*/META-INF/*.RSA' -o -path '*/META-INF/*.DSA' \) -type f -delete
  # The main section of the manifest; those after the first empty line are digests of single files.
  sed -e 's/\r$//' -e '/^$/q' "$work/META-INF/MANIFEST.MF" >"$scratch/manifest"
  rm "$work/META-INF/MANIFEST.MF"
  find "$work" -type d -empty -delete
  "$jdk/bin/jar" --create --file "$jar" --manifest "$scratch/manifest" --date "$stamp" -C "$work" .
}

# native JAR ENTRY NAME: one native library out of a jar into lib/native.
native() {
  (cd "$scratch" && "$jdk/bin/jar" --extract --file "$1" "$2")
  install -m 0644 "$scratch/$2" "$image/lib/native/$3"
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
check_modules
rm -rf "$image"
mkdir -p "$image/bin" "$image/lib/native"
"$jdk/bin/jlink" --add-modules "$(IFS=,; echo "${modules[*]}")" --strip-debug --no-header-files --no-man-pages \
  --compress zip-0 --output "$image/runtime"
install -m 0755 "$dist/bin/pod" "$image/bin/pod"
install -m 0644 "$dist"/lib/*.jar "$image/lib/"
native "$image"/lib/sqlite-jdbc-*.jar org/sqlite/native/Linux/x86_64/libsqlitejdbc.so libsqlitejdbc.so
zstd=$(basename "$image"/lib/zstd-jni-*.jar .jar)
native "$image/lib/$zstd.jar" "linux/amd64/lib$zstd.so" libzstd-jni.so
for jar in "$image"/lib/{bcprov,sqlite-jdbc,zstd-jni}-*.jar; do
  repack "$jar"
done
"$image/runtime/bin/java" -cp "$image/lib/*" org.podprotocol.relay.cli.Manual "$image/share"
find "$image" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
