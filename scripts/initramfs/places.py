# SPDX-License-Identifier: GPL-2.0-only
"""Where sources are looked for, and what was read, for the build to watch."""

from dataclasses import dataclass, field
from pathlib import Path

from initramfs.newc import SourceError

NAME_MAX, PATH_MAX = 255, 4096


@dataclass
class Places:
    """Relative names begin at the folder of the build or else at the source tree's."""

    sources: Path
    read: set[Path] = field(default_factory=set)  # files and folders
    variables: dict[str, str] = field(default_factory=dict)  # of the environment

    def find(self, name: str) -> Path:
        """The file of that name. Raises SourceError."""
        for path in (Path(name), self.sources / name):
            if path.exists():
                return path
        raise SourceError(f"'{name}' does not exist")

    def note(self, path: Path) -> None:
        """It was read, and what it leads to if it is a symbolic link."""
        self.read |= {path, path.resolve()} if path.is_symlink() else {path}


def content_of(path: Path, places: Places) -> bytes:
    """All of a regular file, which is noted as read. Raises SourceError."""
    places.note(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"'{path}': {error.strerror}") from error


def relative_name(name: str) -> str:
    """A member's name as the kernel wants it. Raises SourceError."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise SourceError(f"'{name}' has '..' in it")
    too_long = any(len(part.encode("utf-8", "surrogateescape")) > NAME_MAX for part in parts)
    if too_long or len(name.encode("utf-8", "surrogateescape")) >= PATH_MAX:
        raise SourceError(f"'{name}' is too long")
    return "/".join(parts) or "."
