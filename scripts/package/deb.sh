#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Debian packages of what stage.sh has prepared: deb.sh STAGE FOLDER
#
# Environment: RELEASE, VERSION, REVISION, MAINTAINER, SOURCE_DATE_EPOCH. The
# release is a part of the names, so that several can be installed side by
# side; in them it has small letters, and - in place of _, as Debian wants.
set -e

stage=$1
folder=$2
source=$(dirname "$0")
umask 022
export LC_ALL=C SOURCE_DATE_EPOCH

lower=$(echo "$RELEASE" | tr 'A-Z_' 'a-z-')
architecture=amd64

# begin NAME CONTENTS: the files that each package has besides
begin()
{
	name=$1
	root=$stage/$2
	mkdir -p "$root/DEBIAN" "$root/usr/share/doc/$name"
	cp "$source/debian/copyright" "$root/usr/share/doc/$name/copyright"
}

# finish SECTION SUMMARY < DESCRIPTION: pack what begin began
finish()
{
	(cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' |
		sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
	size=$(du -sk --apparent-size --exclude=DEBIAN "$root" | cut -f 1)
	{
		cat <<-EOF
			Package: $name
			Version: $VERSION-$REVISION
			Architecture: $architecture
			Maintainer: $MAINTAINER
			Installed-Size: $size
			Section: $1
			Priority: optional
			Description: $2
		EOF
		sed 's/^/ /'
	} > "$root/DEBIAN/control"
	chmod -R u=rwX,go=rX "$root"
	find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
	file=${name}_$VERSION-${REVISION}_$architecture.deb
	dpkg-deb --root-owner-group -Zxz --build "$root" "$folder/$file" > /dev/null
	echo "$file"
}

begin "exo-image-$lower" image
if [ -d "$root/etc/grub.d" ]; then
	echo "/etc/grub.d/11_exo-$RELEASE" > "$root/DEBIAN/conffiles"
	for script in postinst postrm; do
		cp "$source/update-grub.sh" "$root/DEBIAN/$script"
		chmod 755 "$root/DEBIAN/$script"
	done
fi
finish kernel "Exo-OS kernel $RELEASE" << 'EOF'
The kernel, its symbols by address, its configuration, its userland and, if
GRUB can start it, an entry in GRUB's menu.
EOF

begin "exo-image-$lower-dbg" debug
finish debug "Exo-OS kernel $RELEASE, debug symbols" << 'EOF'
The kernel with its symbols, for GDB and scripts/decode-oops.
EOF

begin exo-headers headers
finish devel "Exo-OS headers for programs" << 'EOF'
The numbers and structures of the system calls, below /usr/include/exo-os.
EOF
