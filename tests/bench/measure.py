# SPDX-License-Identifier: GPL-2.0-only
"""
Boot a kernel that has benchmarks with its instructions counted, read its table.

With -icount shift=0 the time stamp counter advances by one an instruction.
The other arguments keep the rest still: -seed RDRAND, -rtc the date. Without
ERMS and FSRM nothing is tempted to copy by `rep movsb`, of which QEMU counts
every byte. So two runs differ in no instruction.
"""

import re
import subprocess
from dataclasses import asdict, dataclass

from harness import build, qemu
from harness.paths import SLOWNESS

CONFIG = "bench_defconfig"
CPU = "max,-erms,-fsrm"
MEMORY = "512M"  # for ten thousand threads
ICOUNT = "shift=0,sleep=off"
STEADY = ("-seed", "1", "-rtc", "base=2025-01-01,clock=vm")
LIMIT = 100 * SLOWNESS

_BANNER = re.compile(r"^bench: (.* \((\w+) (\d+\.\d+)[^)]*\))$", re.MULTILINE)
_ROW = re.compile(r"^bench: (\S+\.\S+) +(\d+) +(\d+) +(\d+) ticks (\d+) x (\d+)$", re.MULTILINE)
_ERROR = re.compile(r"^bench: (\S+\.\S+) +error (\d+)$", re.MULTILINE)
_END = re.compile(r"^bench: (\d+) rows, (\d+) errors$", re.MULTILINE)


class BenchError(Exception):
    """The kernel did not measure what it was asked to."""


@dataclass(frozen=True)
class Row:
    """Ticks an operation, over so many samples of so many operations."""

    min: int
    median: int
    p99: int
    samples: int
    batch: int


@dataclass(frozen=True)
class Run:
    """A whole table."""

    banner: str
    toolchain: str
    rows: dict[str, Row]

    def as_json(self) -> dict:
        return {"kernel": self.banner, "toolchain": self.toolchain, "unit": "ticks",
                "rows": {name: asdict(row) for name, row in self.rows.items()}}


def measure(kernel: build.Build | None = None, pattern: str = "*", cmdline: str = "") -> Run:
    """The table of a kernel, of bench_defconfig's by gcc unless given."""
    kernel = kernel or build.kernel(CONFIG)
    with qemu.boot(kernel.image, cmdline=f"{cmdline} bench={pattern}", cpu=CPU, mem=MEMORY,
                   icount=ICOUNT, extra=STEADY, limit=LIMIT) as guest:
        status = guest.wait_exit(LIMIT)
        if status.debug_exit != 0:
            raise BenchError(explain(guest.log))
        return parse(guest.log, qemu_version())


def parse(log: str, emulator: str) -> Run:
    """What the kernel printed; BenchError unless it is whole."""
    banner, end = _BANNER.search(log), _END.search(log)
    rows = {name: Row(*map(int, figures)) for name, *figures in _ROW.findall(log)}
    if not banner or not end or int(end[1]) != len(rows):
        raise BenchError(explain(log))
    return Run(banner[1], toolchain(f"{banner[2]} {banner[3]}", emulator), rows)


def explain(log: str) -> str:
    if "bench: 0 rows, 0 errors" in log:
        return "no benchmark matches"
    errors = [f"{name}: error {number}" for name, number in _ERROR.findall(log)]
    return "\n".join(errors or ["the kernel ended before its table did:", *log.splitlines()[-20:]])


def toolchain(compiler: str, emulator: str) -> str:
    """
    Under this name figures are stored. Two numbers of each version: what comes
    behind them are repairs, which do not change the code that is made.
    """
    return f"{compiler}, qemu {emulator}"


def qemu_version() -> str:
    text = subprocess.run([qemu.QEMU, "--version"], text=True, capture_output=True,
                          check=True).stdout
    found = re.search(r"version (\d+\.\d+)", text)
    if not found:
        raise BenchError(f"no version in: {text}")
    return found[1]
