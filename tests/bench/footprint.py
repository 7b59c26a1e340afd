# SPDX-License-Identifier: GPL-2.0-only
"""
What a kernel takes before a program costs anything:

- the instructions from its first one to the first one of /init, with 128 MB of RAM and
  an uncompressed archive of 1 MB; the firmware before it is taken off (entry.py);
- the least RAM with which it boots into a shell, BusyBox in a compressed archive of 1 MB;
- the size of its image, without symbols and without an archive.
"""

import gzip
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import entry
import measure
from harness import programs, qemu
from harness.paths import SLOWNESS

MB = 1 << 20
MEMORY = "128M"
ENOUGH_MB = 128
LIMIT = 600 * SLOWNESS  # a busy machine took Debian for too little RAM after 120
SHELL_RUNS, NO_SHELL = "a shell runs", "no such file"  # where Linux panics
TICKS = r"^boot_ticks +(\d+)\n"  # not $, which would match in front of digits to come
FLAGS = (*programs.CFLAGS, "-nostdlib")


@dataclass(frozen=True)
class Footprint:
    """Of a kernel."""

    boot_instructions: int
    least_ram_mb: int
    image_bytes: int


def measure_kernel(kernel: Path, words: str) -> Footprint:
    """@words: on its command line, besides which program is the first."""
    return Footprint(boot_instructions(kernel, words), least_ram_mb(kernel, words),
                     kernel.stat().st_size)


def boot_instructions(kernel: Path, words: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        archive = one_megabyte(Path(folder))
        before = entry.ticks(kernel, MEMORY, archive)
        with boot(kernel, archive, words, MEMORY) as guest:
            return int(guest.expect(TICKS, LIMIT)[1]) - before


def one_megabyte(folder: Path) -> Path:
    """An archive of a program that tells when it began, and a file that fills it up."""
    program = programs.compile_c("boot_ticks", [Path(__file__).with_name("boot_ticks.c")], FLAGS)
    filler = folder / "filler"
    filler.write_bytes(random.Random(1).randbytes(MB - program.stat().st_size))
    return programs.write_archive(folder, {"init": program, "filler": filler})


def least_ram_mb(kernel: Path, words: str) -> int:
    return least(ENOUGH_MB, lambda megabytes: shell_boots(kernel, words, megabytes))


def shell_boots(kernel: Path, words: str, megabytes: int) -> bool:
    """Does a shell run, with so much RAM?"""
    with tempfile.TemporaryDirectory() as folder:
        plain = programs.pack(Path(folder), f"echo {SHELL_RUNS}")
        archive = Path(folder) / "shell.cpio.gz"
        archive.write_bytes(gzip.compress(plain.read_bytes(), 9, mtime=0))
        with boot(kernel, archive, f"{words} rdinit=/bin/sh -- /init", f"{megabytes}M") as guest:
            try:
                return guest.expect(f"{SHELL_RUNS}|{NO_SHELL}", LIMIT)[0] == SHELL_RUNS
            except qemu.ExpectError:  # it ended, or the time is over
                return False


def least(enough: int, suffices: Callable[[int], bool]) -> int:
    """The smallest number that suffices, as all above it do; BenchError if @enough does not."""
    if not suffices(enough):
        raise measure.BenchError(f"not even {enough} MB of RAM are enough")
    too_few = 0
    while enough - too_few > 1:
        middle = (enough + too_few) // 2
        if suffices(middle):
            enough = middle
        else:
            too_few = middle
    return enough


def boot(kernel: Path, archive: Path, words: str, mem: str) -> qemu.Guest:
    return qemu.boot(kernel, initrd=archive, cmdline=words, mem=mem, cpu=measure.CPU,
                     icount=measure.ICOUNT, extra=measure.STEADY, limit=LIMIT)
