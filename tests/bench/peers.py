# SPDX-License-Identifier: GPL-2.0-only
"""
The program usr/bench on several kernels, under the same emulator with its
instructions counted (measure.py): what an operation costs a program on each.
"""

import hashlib
import json
import math
import re
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Mapping

import measure
from harness import programs, qemu
from harness.paths import SLOWNESS, SRCTREE

STORE = Path(__file__).with_name("linux.json")
MEMORY = "256M"
LIMIT = 600 * SLOWNESS

# A temporary filesystem on both: Linux's root is a ramfs when it comes from an archive.
SCRIPT = "mount -t tmpfs tmpfs /tmp; bench"
LINUX_CMDLINE = "console=ttyS0 quiet mitigations=off panic=-1 rdinit=/bin/sh -- /init"

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
    return {"bin/bench": programs.compile_c("bench", sources),
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


@dataclass(frozen=True)
class Peer:
    """What a Linux kernel has been measured to need."""

    name: str
    image: str  # hash of the kernel image
    config: str  # hash of its configuration, or ""
    command: str
    table: Table


def measure_linux(name: str, image: Path, config: Path | None) -> Peer:
    return Peer(name, digest(image), digest(config) if config else "", LINUX_CMDLINE,
                run(image, LINUX_CMDLINE))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load() -> dict[str, Peer]:
    """The peers that are stored, by name."""
    if not STORE.exists():
        return {}
    stored: Mapping = json.loads(STORE.read_text())
    return {name: Peer(name, peer["image"], peer["config"], peer["command"],
                       {row: Figures(**figures) for row, figures in peer["rows"].items()})
            for name, peer in stored.items()}


def save(peers: Mapping[str, Peer]) -> None:
    stored = {name: {"image": peer.image, "config": peer.config, "command": peer.command,
                     "rows": {row: asdict(figures) for row, figures in peer.table.items()}}
              for name, peer in sorted(peers.items())}
    STORE.write_text(json.dumps(stored, indent=1) + "\n")
