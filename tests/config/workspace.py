# SPDX-License-Identifier: GPL-2.0-only
"""A throw-away copy of the small Kconfig tree in data/, and the driver run in it."""

import os
import shutil
import subprocess
from pathlib import Path

from harness.paths import SRCTREE, clean_environment

PYTHON = "/usr/bin/python3"
DRIVER = SRCTREE / "scripts/kconfig/conf.py"
DATA = Path(__file__).parent / "data"


class Workspace:
    """A source tree, which is the object tree too unless another is given."""

    def __init__(self, folder: Path, srctree: Path | None = None):
        self.folder = folder
        self.srctree = srctree or folder
        self.dotconfig = folder / ".config"
        folder.mkdir(parents=True, exist_ok=True)

    @classmethod
    def of_data(cls, folder: Path) -> "Workspace":
        shutil.copytree(DATA / "tree", folder, dirs_exist_ok=True)
        return cls(folder)

    def environment(self, **extra: str) -> dict[str, str]:
        return clean_environment(srctree=str(self.srctree), **extra)

    def run(self, *goal: str, stdin: str | None = None, **extra: str):
        """Run a goal; the result has returncode, stdout and stderr."""
        how = {"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}
        return subprocess.run([PYTHON, str(DRIVER), *goal], cwd=self.folder, text=True,
                              capture_output=True, check=False, timeout=60,
                              env=self.environment(**extra), **how)

    def done(self, *goal: str, **extra) -> str:
        """Run a goal that must succeed; what it printed, on both channels."""
        result = self.run(*goal, **extra)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout + result.stderr

    def refused(self, *goal: str, **extra) -> str:
        """Run a goal that must fail without a traceback; its messages."""
        result = self.run(*goal, **extra)
        assert result.returncode == 1, result.stdout + result.stderr
        assert "Traceback" not in result.stderr
        return result.stderr

    def script(self, name: str, *arguments: str, **extra: str):
        return subprocess.run([PYTHON, str(SRCTREE / "scripts" / name), *arguments],
                              cwd=self.folder, env=self.environment(**extra), text=True,
                              capture_output=True, check=False, timeout=60)

    def python(self, code: str) -> str:
        """What a line of Python prints, run in the tree."""
        return subprocess.run([PYTHON, "-c", code], cwd=self.folder, env=self.environment(),
                              text=True, capture_output=True, check=True, timeout=60).stdout

    def write(self, name: str, *lines: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(line + "\n" for line in lines))
        return path

    def append(self, name: str, *lines: str) -> None:
        """Add lines to a file, behind an empty one."""
        with open(self.folder / name, "a", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in ("", *lines)))

    def defconfig(self, *lines: str) -> str:
        """Add a defconfig; its goal."""
        self.write("defconfigs/test_defconfig", "# for a test", *lines)
        return "test_defconfig"

    def values(self) -> dict[str, str]:
        return read_values(self.dotconfig)


def read_values(path: Path) -> dict[str, str]:
    """{name: value as written}; a bool that is not set is n."""
    values = {}
    for line in path.read_text().splitlines():
        if line.startswith("CONFIG_"):
            name, _, value = line[len("CONFIG_"):].partition("=")
            values[name] = value
        elif line.startswith("# CONFIG_") and line.endswith(" is not set"):
            values[line.split()[1][len("CONFIG_"):]] = "n"
    return values


def touch_later(path: Path, than: Path) -> None:
    """Give path a time after that of another file."""
    later = than.stat().st_mtime_ns + 1_000_000_000
    os.utime(path, ns=(later, later))
