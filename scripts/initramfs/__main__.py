# SPDX-License-Identifier: GPL-2.0-only
"""
python3 scripts/initramfs OPTIONS SOURCE...: the archive of CONFIG_INITRAMFS_SOURCE,
or another (scripts/Makefile.userland).

Each source is a folder, an archive (NAME.cpio or NAME.cpio.gz, taken as it is),
or else a list, see file_list.py. What was read goes into .OUTPUT.d, as rules for
make, and .OUTPUT.members.d, each name ended by NUL.
"""

import argparse
import gzip
import os
import posixpath
import re
import stat
import sys
from pathlib import Path
from typing import Iterator

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from initramfs import file_list, folder
from initramfs.newc import MAGICS, Archive, Member, SourceError, padded
from initramfs.places import Places, content_of

GZIP_MAGIC = b"\x1f\x8b"


class Builder:
    """Archives one after the other; what is in folders and lists makes one of its own."""

    def __init__(self, options: argparse.Namespace, places: Places):
        self._options = options
        self._places = places
        self._parts: list[bytes] = []
        self._own: Archive | None = None
        self._names = {"": True, ".": True}  # can they have something in them?
        self._unknown_names = False

    def add(self, source: str) -> None:
        """Raises SourceError."""
        path = self._places.find(source)
        if not path.is_dir() and re.search(r"\.cpio(\.\w+)?$", path.name):
            self._finish_own()
            self._add_archive(path)
            return
        if self._own is None:
            self._own = Archive(self._options.date)
        for member in self._members(path):
            self._own.add(member)

    def bytes(self) -> bytes:
        self._finish_own()
        return b"".join(self._parts)

    def _members(self, path: Path) -> Iterator[Member]:
        if path.is_dir():
            squash = folder.Squash(self._options.root_uid, self._options.root_gid)
            for member in folder.read(path, squash, self._places):
                self._check(member)
                yield member
        else:
            self._places.note(path)
            yield from file_list.read(path, self._places, self._check)

    def _check(self, member: Member) -> None:
        for name in member.names:
            above = posixpath.dirname(name)
            if not self._names.get(above, self._unknown_names):
                raise SourceError(f"/{name}: no folder /{above} is made before it")
            self._names[name] = stat.S_ISDIR(member.mode) or stat.S_ISLNK(member.mode)

    def _add_archive(self, path: Path) -> None:
        data = content_of(path, self._places)
        if data.startswith(GZIP_MAGIC):
            if not self._options.gunzip:
                raise SourceError(f"{path}: packed by gzip, but INITRAMFS_GZIP is n")
            self._parts.append(padded(data))
        elif data.startswith(MAGICS):
            self._parts.append(self._packed(padded(data)))
        else:
            raise SourceError(f"{path}: neither a cpio archive (newc) nor one packed by gzip")
        self._unknown_names = True

    def _finish_own(self) -> None:
        if self._own is not None:
            self._parts.append(self._packed(self._own.bytes()))
        self._own = None

    def _packed(self, archive: bytes) -> bytes:
        return padded(gzip.compress(archive, mtime=0)) if self._options.gzip else archive


def write_dependencies(output: Path, places: Places) -> None:
    """What make can watch goes into the first file, everything into the second."""
    paths = sorted(places.read)
    plain = [str(path) for path in paths if re.fullmatch(r"[\w./+@,=~-]+", str(path), re.ASCII)
             and stat.S_IFMT(path.lstat().st_mode) in (stat.S_IFREG, stat.S_IFDIR)]
    variables = sorted(places.variables.items())
    were = " ".join(f"{name}={value}" for name, value in variables).replace("$", "$$")
    now = " ".join(f"{name}=$({name})" for name, _ in variables)
    lines = [*(f"{output}: {name}\n{name}:" for name in plain),
             f"initramfs-variables-were := {were}", f"initramfs-variables := {now}"]
    beside = output.parent / f".{output.name}"
    Path(f"{beside}.d").write_text("\n".join(lines) + "\n", encoding="utf-8")
    Path(f"{beside}.members.d").write_bytes(b"".join(os.fsencode(p) + b"\0" for p in paths))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="initramfs", description=__doc__)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--source-tree", type=Path, required=True)
    parser.add_argument("--date", type=int, required=True, help="of all files")
    parser.add_argument("--root-uid", type=int, default=0, help="whose files become root's")
    parser.add_argument("--root-gid", type=int, default=0)
    parser.add_argument("--gunzip", action="store_true", help="the kernel unpacks gzip")
    parser.add_argument("--gzip", action="store_true", help="pack what is not packed")
    parser.add_argument("--what", default="CONFIG_INITRAMFS_SOURCE", help="for messages")
    parser.add_argument("sources", nargs="+")
    options = parser.parse_args(arguments)
    places = Places(options.source_tree)
    builder = Builder(options, places)
    try:
        for source in options.sources:
            builder.add(source)
    except SourceError as error:
        print(f"*** {options.what}: {error}", file=sys.stderr)
        return 1
    options.output.write_bytes(builder.bytes())
    write_dependencies(options.output, places)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
