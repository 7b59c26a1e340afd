#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
make bench-build: CPU seconds of building the default configuration, beside
those of other projects. CPU seconds are user and system time together, of
make and all it starts, so they do not depend on -j or on what else runs.
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


def cpu_seconds(output: str, *goals: str) -> float:
    before = os.times()
    subprocess.run(["make", "-s", f"O={output}", *goals], cwd=SRCTREE, check=True,
                   env=clean_environment(), stdout=subprocess.DEVNULL)
    after = os.times()
    return (after.children_user - before.children_user
            + after.children_system - before.children_system)


def least(output: str, *goals: str) -> float:
    """Short ones are repeated; the least disturbed run counts."""
    return min(cpu_seconds(output, *goals) for _ in range(7))


def one_int_changed(output: str) -> float:
    """LOG_BUF_SHIFT up by one, as an editor of .config would do it."""
    config = Path(output, ".config")
    text = re.sub(r"(CONFIG_LOG_BUF_SHIFT=)(\d+)",
                  lambda match: match[1] + str(int(match[2]) + 1), config.read_text())
    config.write_text(text)
    return cpu_seconds(output)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="exo-bench-") as output:
        cpu_seconds(output, "defconfig")
        full = cpu_seconds(output)
        objects = len(list(Path(output).rglob("*.o")))
        nothing = least(output)
        number = one_int_changed(output)
        olddefconfig = least(output, "olddefconfig")
    print("CPU seconds")
    print(ROW.format("", "full", "nothing", "one int", "olddefconfig"))
    for row in OTHERS:
        print(ROW.format(*row))
    print(ROW.format(f"this tree, {objects} objects", f"{full:.1f}", f"{nothing:.3f}",
                     f"{number:.2f}", f"{olddefconfig:.3f}"))


if __name__ == "__main__":
    main()
