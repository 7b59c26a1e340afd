#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A Debian source package: srcdeb.sh ARCHIVE CONFIG FOLDER
#
# ARCHIVE is what make dist made, CONFIG the configuration that is to be built.
# Environment: RELEASE, VERSION, REVISION, MAINTAINER, SOURCE_DATE_EPOCH.
set -e

archive=$1
config=$2
folder=$3
templates=$(dirname "$0")/debian
umask 022
export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH

maintainer_in_sed=$(printf '%s\n' "$MAINTAINER" | sed 's|[\/&]|\\&|g')
lower=$(echo "$RELEASE" | tr 'A-Z_' 'a-z-')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

cp "$archive" "$work/exo-os_$VERSION.orig.tar.gz"
tar -C "$work" -xzf "$archive"
debian=$work/exo-os-$VERSION/debian
mkdir -p "$debian/source"
echo '3.0 (quilt)' > "$debian/source/format"
for name in control copyright rules; do
	sed "s/@RELEASE@/$lower/; s/@MAINTAINER@/$maintainer_in_sed/" \
		"$templates/$name" > "$debian/$name"
done
chmod 755 "$debian/rules"
cp "$config" "$debian/config"
cat > "$debian/changelog" << EOF
exo-os ($VERSION-$REVISION) unstable; urgency=medium

  * See CHANGELOG.md.

 -- $MAINTAINER  $(date -R -d "@$SOURCE_DATE_EPOCH")
EOF
(cd "$work" && dpkg-source --build "exo-os-$VERSION" > "$work/log") ||
	{ cat "$work/log" >&2; exit 1; }
mv "$work"/exo-os_"$VERSION"* "$folder"
echo "exo-os_$VERSION-$REVISION.dsc"
