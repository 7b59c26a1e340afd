# SPDX-License-Identifier: GPL-2.0-only
"""
The program usr/bench on several kernels, under the same emulator with its
instructions counted (measure.py): what an operation costs a program on each.
"""

import math
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import measure
from harness import programs, qemu
from harness.paths import SLOWNESS, SRCTREE

MEMORY = "256M"
UAPI = f"-I{SRCTREE}/include"  # numbers of our own calls
LIMIT = 600 * SLOWNESS

# A temporary filesystem on both: Linux's root is a ramfs when it comes from an archive.
SCRIPT = "mount -t tmpfs tmpfs /tmp; bench"

_ROW = re.compile(r"^bench ([\w\[\]]+) ([\d.]+) ([\d.]+) ([\d.]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Figures:
    """Instructions an operation."""

    min: float
    median: float
    p99: float


Table = dict[str, Figures]


def files() -> dict[str, Path]:
    """The program, and the smallest one, which it executes."""
    folder = SRCTREE / "usr/bench"
    tiny = folder / "tiny.c"
    sources = sorted(set(folder.glob("*.[ch]")) - {tiny})
    return {"bin/bench": programs.compile_c("bench", sources, (*programs.CFLAGS, UAPI)),
            "bin/tiny": programs.compile_c("tiny", [tiny], (*programs.CFLAGS, "-nostdlib"))}


def run(kernel: Path, cmdline: str, script: str = SCRIPT, memory: str = MEMORY) -> Table:
    """The table of a kernel; BenchError when there is none."""
    with tempfile.TemporaryDirectory() as folder:
        archive = programs.pack(Path(folder), script, files())
        with qemu.boot(kernel, initrd=archive, cmdline=cmdline, mem=memory, cpu=measure.CPU,
                       icount=measure.ICOUNT, extra=measure.STEADY, limit=LIMIT) as guest:
            text = programs.output(guest, LIMIT)
    table = {name: Figures(*map(float, figures)) for name, *figures in _ROW.findall(text)}
    if not table:
        raise measure.BenchError(f"the program printed no rows:\n{text}")
    return table


def geometric_mean(ratios: list[float]) -> float:
    return math.exp(sum(map(math.log, ratios)) / len(ratios))
