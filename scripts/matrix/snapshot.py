# SPDX-License-Identifier: GPL-2.0-only
"""
The sources as one archive, named by what is in it: every machine unpacks the
same, and a tree that is edited meanwhile disturbs no job.
"""

import hashlib
import os
import tarfile
from pathlib import Path

from harness.paths import SRCTREE, source_files

# These change no result. The harness boots the kernels, so it does count.
NO_RESULT = ("Documentation/", "tests/")
COUNTS = "tests/harness/"


def name_of_tree() -> str:
    """Changes whenever a file does that a result could depend on."""
    digest = hashlib.sha256()
    for name in source_files():
        if name.startswith(COUNTS) or not name.startswith(NO_RESULT):
            path = SRCTREE / name
            mode = "x" if os.access(path, os.X_OK) else "-"
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{mode} {content} {name}\n".encode())
    return digest.hexdigest()[:16]


def pack(archive: Path) -> None:
    """Write the archive in one step."""
    unfinished = archive.with_suffix(".tmp")
    with tarfile.open(unfinished, "w") as tar:
        for name in source_files():
            tar.add(SRCTREE / name, name, recursive=False, filter=_nobodys)
    unfinished.replace(archive)


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
