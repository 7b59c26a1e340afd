#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Ask the compiler once what the makefiles need to know of it.
#
#	toolchain.sh ID > include/config/toolchain.mk
#
# ID names the tools that were found; the root Makefile runs this again when
# it is no longer the same. Beside the answers, one file for each tool holds
# its version and is written only when that differs: objects depend on it,
# so another compiler behind the same name rebuilds them.
set -e

folder=include/config

# version_file NAME COMMAND...: the first line the command prints
version_file()
{
	file=$folder/$1-version
	shift
	if ! text=$("$@" 2>&1 | head -n 1); then
		text=none
	fi
	if [ ! -f "$file" ] || [ "$(cat "$file")" != "$text" ]; then
		echo "$text" > "$file"
	fi
}

# CC may be two words ("ccache gcc").
# shellcheck disable=SC2086
set -- "$1" $CC

id=$1
shift
if ! command -v "$1" > /dev/null; then
	echo "*** The compiler '$1' is not installed; scripts/setup installs what the build needs." >&2
	exit 1
fi
if ! command -v "$NASM" > /dev/null; then
	echo "*** The assembler '$NASM' is not installed; scripts/setup installs what the build needs." >&2
	exit 1
fi

version_file cc "$@" --version
version_file nasm "$NASM" -v
version_file ld "$LD" --version

echo "toolchain-id := $id"
echo "CC_INCLUDE := $("$@" -print-file-name=include)"
case $("$@" --version) in
*clang*) echo "CC_IS_CLANG := y" ;;
*) echo "CC_IS_CLANG :=" ;;
esac
