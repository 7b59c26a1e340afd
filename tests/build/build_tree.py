# SPDX-License-Identifier: GPL-2.0-only
"""A tree that can be configured and built, and what can be seen of a build."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness.paths import SLOWNESS, SRCTREE, clean_environment, source_files

IMAGES = ("exo", "exo.elf", "System.map")


class MakeError(Exception):
    """make failed; the text is what it printed."""


@dataclass
class Tree:
    """Sources in `source`; the output in the same place or in `output`."""

    source: Path
    output: Path | None = None
    user: int | None = None

    @property
    def objects(self) -> Path:
        return self.output or self.source

    def make(self, *arguments: str, **environment: str) -> str:
        """Run make as a user would; what it printed, both streams."""
        command = ["make", *arguments]
        if self.output:
            command.append(f"O={self.output}")
        done = subprocess.run(command, cwd=self.source, env=clean_environment(**environment),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False,
                              timeout=900 * SLOWNESS, user=self.user)
        if done.returncode:
            raise MakeError(f"{' '.join(command)}:\n{done.stdout}")
        return done.stdout

    def fails(self, *arguments: str) -> str:
        """Run make, which must fail; what it printed."""
        try:
            output = self.make(*arguments)
        except MakeError as error:
            return str(error)
        raise AssertionError(f"make {arguments} succeeded:\n{output}")

    def configure(self, **symbols: str) -> None:
        """Change symbols of .config as an editor would; make does the rest."""
        path = self.objects / ".config"
        text = path.read_text()
        for name, value in symbols.items():
            line = f"CONFIG_{name}={value}"
            text, count = re.subn(rf"^(# )?CONFIG_{name}(=| is not set).*$", line, text,
                                  flags=re.M)
            text += "" if count else line + "\n"
        path.write_text(text)

    def merge(self, **symbols: str) -> None:
        """Change symbols by a fragment; make refuses what cannot be honoured."""
        fragment = self.objects / "change.config"
        fragment.write_text("".join(f"CONFIG_{name}={value}\n" for name, value in symbols.items()))
        self.make(str(fragment))

    def compiled(self, *arguments: str) -> set[str]:
        """Run make; the objects it wrote, but for the table of names."""
        before = self.object_times()
        self.make(*arguments)
        return {name for name, _ in self.object_times().items() - before.items()}

    def object_times(self) -> dict[str, int]:
        return {str(path.relative_to(self.objects)): path.stat().st_mtime_ns
                for path in self.objects.rglob("*.o") if not path.name.startswith(".")}

    def images(self) -> dict[str, bytes]:
        return {name: (self.objects / name).read_bytes() for name in IMAGES}

    def times(self) -> dict[str, int]:
        """The modification time of every file and folder below the output."""
        found = {}
        for folder, _, names in os.walk(self.objects):
            for path in [folder, *(os.path.join(folder, name) for name in names)]:
                found[path] = os.stat(path).st_mtime_ns
        return found

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.source / name
        text = path.read_text()
        assert old in text, f"{name} does not contain {old!r}"
        path.write_text(text.replace(old, new))

    def append(self, name: str, text: str) -> None:
        with open(self.source / name, "a", encoding="utf-8") as stream:
            stream.write(text)


def copy_sources(folder: Path, wanted: tuple[str, ...]) -> None:
    """Copy the source files whose names start with one of `wanted`."""
    for name in source_files():
        if name.startswith(wanted):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(SRCTREE / name, folder / name)
