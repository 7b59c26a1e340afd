#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
make profile ROW=...: which functions, the kernel's and the program's, execute how
many instructions for one operation of a row of usr/bench.

    profile_row.py ROW [--top N]

One sample of the row is run under QEMU as the benchmarks are, which logs what it
executes: no instruction is missed or estimated.
"""

import argparse
import bisect
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import block_trace  # noqa: E402  (the path must be set first)
import compare  # noqa: E402
import growth  # noqa: E402
import measure  # noqa: E402
import peers  # noqa: E402
from harness import build, programs, qemu  # noqa: E402
from harness.paths import SLOWNESS  # noqa: E402

TOP = 30
LIMIT = 300 * SLOWNESS
ELSEWHERE = "(elsewhere: vDSO, other programs)"

_ONCE = re.compile(r"^once (\S+) (\d+) ([\d.]+)$", re.MULTILINE)
_SYMBOL = re.compile(r"^([0-9a-f]+) [^aAuU] (\S+)$", re.MULTILINE)  # of a place, no mere number
_LOCAL_LABEL = re.compile(r"\.(?!cold$)[^.\d][^.]*$")  # of assembly, no clone by the compiler


class Symbols:
    """Which function an address is of. Some of the kernel's are where programs are: boot code."""

    def __init__(self, program: Path, owner: str):
        listing = subprocess.run(["nm", "-n", program], text=True, capture_output=True,
                                 check=True).stdout
        names: dict[int, str] = {}  # the first of several, as the kernel's own table has it
        for address, name in _SYMBOL.findall(listing):
            if not _LOCAL_LABEL.search(name):
                names.setdefault(int(address, 16), name)
        self._owner = owner
        self._addresses, self._names = list(names), list(names.values())

    def __contains__(self, address: int) -> bool:
        return self._addresses[0] <= address < self._addresses[-1]

    def function(self, address: int) -> tuple[str, bool]:
        """Its name, and whether this is its beginning."""
        at = bisect.bisect(self._addresses, address) - 1
        name = self._names[at]
        begins = self._addresses[at] == address
        return (f"{name} ({self._owner})" if self._owner else name), begins


@dataclass
class Profile:
    """What one operation took; of several, the average."""

    row: str
    measured: float  # ticks, as the program says
    instructions: dict[str, float] = field(default_factory=dict)  # of each function
    calls: dict[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        return sum(self.instructions.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("row")
    parser.add_argument("--top", type=int, default=TOP)
    asked = parser.parse_args()
    if not asked.row:
        parser.error("ROW= names a row of make bench-programs")
    try:
        found = profile(build.kernel(compare.CONFIG), asked.row)
    except (build.BuildError, measure.BenchError, qemu.ExpectError, OSError,
            RuntimeError) as error:
        print(f"*** {error}", file=sys.stderr)
        return 1
    print(report(found, asked.top))
    return 0


def profile(kernel: build.Build, row: str) -> Profile:
    """Run one sample of @row and see what is executed."""
    files = peers.files()
    program = Symbols(files["bin/bench"], "bench")
    with tempfile.TemporaryDirectory() as folder:
        archive = programs.pack(Path(folder), f"mount -t tmpfs tmpfs /tmp; bench --once '{row}'",
                                files)
        log = Path(folder) / "log"
        os.mkfifo(log)
        reader = Reader(log, program)
        with qemu.boot(kernel.image, initrd=archive, cmdline=programs.CMDLINE, cpu=measure.CPU,
                       mem=growth.MEMORY if "[" in row else peers.MEMORY,
                       icount=measure.ICOUNT, limit=LIMIT,
                       extra=(*measure.STEADY, "-d", block_trace.LOGGED, "-D", str(log))) as guest:
            text = programs.output(guest, LIMIT)
        interval = reader.result()
    told = _ONCE.search(text)
    if not told:
        raise measure.BenchError(f"no row {row}\n{text}")
    return attribute(Profile(told[1], float(told[3])), int(told[2]), interval,
                     [program, Symbols(kernel.elf, "")])


class Reader(threading.Thread):
    """Reads the log while QEMU writes it: nobody wants all of it on a disk."""

    def __init__(self, log: Path, program: Symbols):
        super().__init__(daemon=True)
        self._log, self._program = log, program
        self._interval = block_trace.Interval()
        self.start()

    def run(self) -> None:
        with open(self._log, encoding="ascii", errors="replace") as lines:
            self._interval = block_trace.last_interval(lines, self._program.__contains__)

    def result(self) -> block_trace.Interval:
        self.join()
        return self._interval


def attribute(found: Profile, operations: int, interval: block_trace.Interval,
              tables: list[Symbols]) -> Profile:
    instructions, calls = Counter(), Counter()
    for block, times in interval.items():
        table = next((table for table in tables if block.address in table), None)
        name, begins = table.function(block.address) if table else (ELSEWHERE, False)
        instructions[name] += block.size * times
        calls[name] += times if begins else 0
    found.instructions = {name: n / operations for name, n in instructions.most_common()}
    found.calls = {name: calls[name] / operations for name in found.instructions}
    return found


def report(found: Profile, top: int) -> str:
    lines = [f"{found.row}: {found.total:.1f} instructions an operation, "
             f"measured {found.measured:.1f}", "",
             f"{'instructions':>12}{'':>8}{'calls':>8}  function"]
    for name, number in list(found.instructions.items())[:top]:
        lines.append(f"{number:>12.1f}{number / found.total:>8.1%}{found.calls[name]:>8.2f}"
                     f"  {name}")
    rest = list(found.instructions.values())[top:]
    if rest:
        lines.append(f"{sum(rest):>12.1f}{sum(rest) / found.total:>8.1%}{'':>8}  "
                     f"{len(rest)} more (TOP={top})")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
