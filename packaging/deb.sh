#!/usr/bin/env bash
# Makes the Debian package pod-relay of the runtime image.
# usage: packaging/deb.sh IMAGE VERSION FOLDER
set -euo pipefail

image=$1 version=$2 folder=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${SOURCE_DATE_EPOCH:=1767225600}"
export SOURCE_DATE_EPOCH
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 0755 "$root"
share=$root/usr/share

mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib/pod" "$root/usr/lib/systemd/system" "$root/etc/pod" \
  "$share/man/man1" "$share/bash-completion/completions" "$share/doc/pod-relay/examples"
cp -a "$image"/{bin,lib,runtime} "$root/usr/lib/pod/"
ln -s ../lib/pod/bin/pod "$root/usr/bin/pod"
install -m 0644 "$here/systemd/pod-relay.service" "$root/usr/lib/systemd/system/"
install -m 0644 "$here/nginx/pod-relays.conf" "$share/doc/pod-relay/examples/nginx-pod-relays.conf"
install -m 0644 "$here/prometheus/pod-relay.rules.yml" "$here/grafana/pod-relay.json" "$share/doc/pod-relay/examples/"
install -m 0644 "$here/debian/copyright" "$share/doc/pod-relay/copyright"
# Completion is sourced, not run.
sed '1{/^#!/d}' "$image/share/completion/pod.bash" >"$share/bash-completion/completions/pod"
for page in "$image"/share/man1/*.1; do
  gzip --no-name -9 <"$page" >"$share/man/man1/$(basename "$page").gz"
done
printf 'pod-relay (%s) stable; urgency=medium\n\n  * Packaged from the release of that version.\n\n -- PoD Protocol <relay@podprotocol.org>  %s\n' \
  "$version" "$(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")" | gzip --no-name -9 >"$share/doc/pod-relay/changelog.gz"

# Every setting with its default, the data where the service may write.
"$image/bin/pod" relay --print-config | sed 's,^#* *folder = "pod-data",folder = "/var/lib/pod-relay/data",' \
  >"$root/etc/pod/relay.toml"
grep -q '^folder = "/var/lib/pod-relay/data"' "$root/etc/pod/relay.toml" || {
  echo "deb.sh: the printed configuration has no data.folder to set" >&2
  exit 1
}

install -m 0755 "$here"/debian/{postinst,prerm,postrm} "$root/DEBIAN/"
echo /etc/pod/relay.toml >"$root/DEBIAN/conffiles"
find "$root" -path "$root/DEBIAN" -prune -o -not -type l -exec chmod u+w,go-w {} + -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$(du -sk --exclude=DEBIAN "$root" | cut -f1)/" "$here/debian/control" \
  >"$root/DEBIAN/control"
(cd "$root" && find etc usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
chmod 0644 "$root"/DEBIAN/{conffiles,control,md5sums}
dpkg-deb --root-owner-group -Zgzip -z6 --build "$root" "$folder/pod-relay_${version}_amd64.deb"
