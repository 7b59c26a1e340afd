#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
make build-bench: CPU seconds of building the default configuration, beside those of
other projects, and of the trees of Linux that are named. CPU seconds are user and
system time together, of make and all it starts, so they do not depend on -j or on what
else runs.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harness.paths import SRCTREE, clean_environment  # noqa: E402

# Measured by their own makefiles, gcc 12: full, nothing, one int, olddefconfig.
OTHERS = (
    ("Linux 6.1 tinyconfig, 457 objects", "162", "2.7-3.8", "7.7", "1.5"),
    ("U-Boot qemu-x86_64, 506", "114", "3.6", "61", "1.1"),
    ("NuttX qemu-intel64, 1370", "80", "2.0-2.4", "88", "1.5"),
    ("Unikraft helloworld, 80", "10-13", "0.7", "-", "2.2"),
    ("goal", "20", "0.06", "0.4", "0.06"),
)
ROW = "{:<36}{:>8}{:>10}{:>10}{:>14}"


RUNS = 7
JOBS = f"-j{os.cpu_count() or 1}"


class Project:
    """A tree that is configured and built as Linux is, into a folder of its own."""

    def __init__(self, tree: Path, config: str, number: str):
        self.tree, self.config = tree, config
        self.number = re.compile(rf"^(CONFIG_{number}=)(\d+)$", re.M)

    def row(self, name: str) -> str:
        with tempfile.TemporaryDirectory(prefix="exo-bench-") as output:
            self._cpu_seconds(output, self.config)
            full = self._cpu_seconds(output)
            objects = len(list(Path(output).rglob("*.o")))
            nothing = self._least(output)
            number = self._one_number_changed(Path(output, ".config"), output)
            olddefconfig = self._least(output, "olddefconfig")
        return ROW.format(f"{name}, {objects} objects", f"{full:.1f}", f"{nothing:.3f}",
                          f"{number:.2f}", f"{olddefconfig:.3f}")

    def _cpu_seconds(self, output: str, *goals: str) -> float:
        before = os.times()
        subprocess.run(["make", "-s", JOBS, f"O={output}", *goals], cwd=self.tree, check=True,
                       env=clean_environment(), stdout=subprocess.DEVNULL)
        after = os.times()
        return (after.children_user - before.children_user
                + after.children_system - before.children_system)

    def _least(self, output: str, *goals: str) -> float:
        """Short ones are repeated; the least disturbed run counts."""
        return min(self._cpu_seconds(output, *goals) for _ in range(RUNS))

    def _one_number_changed(self, config: Path, output: str) -> float:
        """Up by one, as an editor of .config would do it."""
        text, count = self.number.subn(lambda match: match[1] + str(int(match[2]) + 1),
                                       config.read_text())
        if count != 1:
            raise ValueError(f"{self.tree}: no {self.number.pattern} in its configuration")
        config.write_text(text)
        return self._cpu_seconds(output)


def main(trees: list[str]) -> int:
    print("CPU seconds")
    print(ROW.format("", "full", "nothing", "one int", "olddefconfig"))
    for row in OTHERS:
        print(ROW.format(*row))
    try:
        print(Project(SRCTREE, "defconfig", "LOG_BUF_SHIFT").row("this tree"), flush=True)
        for tree in trees:
            folder = Path(os.environ.get("RUN_FROM", "."), tree)
            print(Project(folder, "tinyconfig", "PANIC_TIMEOUT").row(tree), flush=True)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        print(f"*** {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
