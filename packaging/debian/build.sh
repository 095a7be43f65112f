#!/bin/sh
# Builds the Debian package from a built program. Usage: build.sh PROGRAM OUTPUT-FOLDER
set -e
umask 022
program=$1
output=$2
version=$("$program" --version)
here=$(dirname "$0")
root=$output/deb
rm -rf "$root"
make --no-print-directory install PREFIX=/usr DESTDIR="$(realpath -m "$root")" >/dev/null

# What a package keeps elsewhere, or compressed.
documents=$root/usr/share/doc/storyd
rm "$documents/LICENSE"
install -m 0644 "$here/copyright" "$documents/copyright"
printf 'storyd (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md of the project.\n\n -- The storyd authors <storyd@users.noreply.github.com>  %s\n' \
    "$version" "$(LC_ALL=C date -u -R -d "@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}")" |
    gzip -9n >"$documents/changelog.gz"
install -D -m 0644 "$here/lintian-overrides" "$root/usr/share/lintian/overrides/storyd"
sed -i '1{/^#!/d}' "$root/usr/share/bash-completion/completions/storyd"
find "$root/usr/share/man" -type f -exec gzip -9n {} +
mkdir -p "$root/DEBIAN" "$output/deb-control/debian"
printf 'Source: storyd\nPackage: storyd\nArchitecture: amd64\n' >"$output/deb-control/debian/control"
depends=$(cd "$output/deb-control" && dpkg-shlibdeps -O "$(realpath "$OLDPWD/$root/usr/bin/storyd")" | sed 's/^shlibs:Depends=//')
rm -r "$output/deb-control"
size=$(du -sk --apparent-size --exclude=DEBIAN "$root" | cut -f1)
sed "s/@VERSION@/$version/; s/@DEPENDS@/$depends/; s/@SIZE@/$size/" "$here/control.in" >"$root/DEBIAN/control"
echo /etc/storyd/storyd.yaml >"$root/DEBIAN/conffiles"
install -m 0644 "$here/templates" "$root/DEBIAN/templates"
install -m 0755 "$here/config" "$here/postinst" "$here/prerm" "$here/postrm" "$root/DEBIAN/"
(cd "$root" && find etc usr -type f ! -path etc/storyd/storyd.yaml -exec md5sum {} +) >"$root/DEBIAN/md5sums"
dpkg-deb --root-owner-group --build "$root" "$output/storyd_${version}_amd64.deb"
