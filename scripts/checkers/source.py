# SPDX-License-Identifier: GPL-2.0-only
"""What a checker sees of the tree, and what it says about it."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Sequence


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Tree:
    """A list of files below a root, given as relative names."""

    def __init__(self, root: Path, files: Sequence[str]):
        self.root = root
        self.files = list(files)
        self._present = set(files)

    def __contains__(self, name: str) -> bool:
        return name in self._present

    @functools.lru_cache(maxsize=None)
    def text(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8", errors="replace")

    def lines(self, name: str) -> Iterator[tuple[int, str]]:
        return enumerate(self.text(name).splitlines(), 1)

    def ending(self, *suffixes: str) -> list[str]:
        return [name for name in self.files if name.endswith(suffixes)]

    def makefiles(self) -> list[str]:
        return [name for name in self.files
                if re.search(r"(^|/)(Makefile|Kbuild)(\.[a-z]+)?$", name)]

    def shell_scripts(self) -> list[str]:
        return self._run_by("sh", "bash") + self.ending(".sh")

    def python_files(self) -> list[str]:
        return self._run_by("python3") + self.ending(".py")

    def _run_by(self, *interpreters: str) -> list[str]:
        """Files without a suffix whose first line names an interpreter."""
        found = []
        for name in self.files:
            if "." in Path(name).name[1:]:
                continue
            with open(self.root / name, "rb") as file:
                first = file.readline(80)
            words = first.decode("ascii", "replace").replace("/", " ").split()
            if first.startswith(b"#!") and set(words) & set(interpreters):
                found.append(name)
        return found


def without_comments(text: str) -> str:
    """C text with comments and strings blanked, line numbers kept."""
    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group(0))

    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', blank, text, flags=re.DOTALL)


def allowed(tree: Tree, checker: str) -> dict[str, set[str]]:
    """The reviewed exceptions of a checker: {path: {what}}."""
    name = "scripts/checkers/exceptions.conf"
    found: dict[str, set[str]] = {}
    if name not in tree:
        return found
    for _, line in tree.lines(name):
        words = line.split("#")[0].split()
        if words and words[0] == checker:
            found.setdefault(words[1], set()).update(words[2:])
    return found
