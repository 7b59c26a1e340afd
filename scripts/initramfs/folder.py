# SPDX-License-Identifier: GPL-2.0-only
"""A folder as a source: all that is in it, sorted by name."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from initramfs.newc import Member, SourceError
from initramfs.places import Places, content_of


@dataclass(frozen=True)
class Squash:
    """Whose files become root's; -1 is who builds."""

    uid: int = 0
    gid: int = 0

    def user(self, uid: int) -> int:
        return 0 if uid == (os.getuid() if self.uid == -1 else self.uid) else uid

    def group(self, gid: int) -> int:
        return 0 if gid == (os.getgid() if self.gid == -1 else self.gid) else gid


def read(folder: Path, squash: Squash, places: Places) -> Iterator[Member]:
    """
    Its members, a folder before what is in it. Files that are one by several
    names stay one. Raises SourceError.
    """
    paths = list(_walk(folder, places))
    same: dict[tuple[int, int], list[Path]] = {}
    for path in paths:
        status = path.lstat()
        if not stat.S_ISDIR(status.st_mode):
            same.setdefault((status.st_dev, status.st_ino), []).append(path)
    for path in paths:
        status = path.lstat()
        links = same.get((status.st_dev, status.st_ino), [path])
        if links[-1] == path:  # where all its folders are there
            names = tuple(str(link.relative_to(folder)) for link in links)
            yield _member(path, names, status, squash, places)


def _walk(folder: Path, places: Places) -> Iterator[Path]:
    places.note(folder)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        raise SourceError(f"'{folder}': {error.strerror}") from error
    for entry in entries:
        path = Path(entry.path)
        places.read.add(path)
        yield path
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, places)


def _member(path: Path, names: tuple[str, ...], status: os.stat_result, squash: Squash,
            places: Places) -> Member:
    mode = status.st_mode
    content, device = b"", (0, 0)
    if stat.S_ISREG(mode):
        content = content_of(path, places)
    elif stat.S_ISLNK(mode):
        content = os.fsencode(os.readlink(path))
    elif stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        device = (os.major(status.st_rdev), os.minor(status.st_rdev))
    return Member(names, mode, squash.user(status.st_uid), squash.group(status.st_gid), content,
                  device)
