# SPDX-License-Identifier: GPL-2.0-only
"""
How many instructions a kernel takes to start up, and how much RAM is then in use.

Two boots with instructions counted, so that no figure differs from run to run.
In the first one the kernel's first instructions are replaced by a stub that tells
the time-stamp counter; in the second one start_up_complete(), which init/main.c
calls once everything is up, jumps to such a stub. It is too short to hold one, so
the stub lies in panic(), behind an end of the machine for a kernel that does panic.
Neither a console nor a program is needed.
"""

import re
import struct
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/bench")]

import entry  # noqa: E402  (the path must be set first)
import footprint  # noqa: E402
import measure  # noqa: E402
from harness import qemu  # noqa: E402

from prices.image import Name, names  # noqa: E402

MEMORY_KB = 128 << 10
WORDS = "quiet nosplash"  # what is printed depends on who reads the serial line
PT_LOAD = 1
JUMP_BYTES = 5
END = bytes([0xE6, entry.EXIT_PORT, 0xF4])  # out EXIT_PORT, al; hlt
# cli; rdtsc; rax += rdi << 32; eight times: out PORT, al; shr rax, 8
TELL = b"\xfa\x0f\x31\x6a\x08\x59\x48\xc1\xe7\x20\x48\x09\xf8" \
    + bytes([0xE6, entry.PORT]) + b"\x48\xc1\xe8\x08\xe2\xf8" + END


class ProbeError(Exception):
    """The kernel did not come to its end of start-up."""


@dataclass(frozen=True)
class StartUp:
    """Instructions from the kernel's first one on, and RAM that is not free then."""

    instructions: int
    ram_kb: int


def start_up(folder: Path, archive: Path) -> StartUp:
    """Of the kernel in an object tree, with an initramfs."""
    image, known = folder / "exo", names(folder / "exo.elf")
    probed = with_probe(image.read_bytes(), known)
    before = entry.ticks(image, f"{MEMORY_KB >> 10}M", archive)
    ticks, free_frames = told_by(probed, archive)
    if "frame_statistics" in known:
        return StartUp(ticks - before, MEMORY_KB - 4 * free_frames)
    # There is no management of memory: what the image takes.
    extent = known["__image_end"].address - known["__image_start"].address
    return StartUp(ticks - before, extent >> 10)


def with_probe(image: bytes, known: dict[str, Name]) -> bytes:
    """The kernel that tells, at its end of start-up, the time and the first argument."""
    end = next((name for label, name in known.items()
                if re.fullmatch(r"start_up_complete(\.\w+)*", label)), None)
    stub = known.get("panic")
    if not end or not stub or end.size < JUMP_BYTES or stub.size < len(END + TELL):
        raise ProbeError("this kernel has no place for a probe")
    distance = stub.address + len(END) - end.address - JUMP_BYTES
    image = replaced(image, stub.address, END + TELL)
    return replaced(image, end.address, b"\xe9" + struct.pack("<i", distance))


def replaced(image: bytes, address: int, code: bytes) -> bytes:
    """An ELF file with other bytes at a virtual address."""
    table, = struct.unpack_from("<Q", image, 32)
    count, = struct.unpack_from("<H", image, 56)
    for number in range(count):
        kind, _, offset, start, _, size, _, _ = struct.unpack_from("<IIQQQQQQ", image,
                                                                   table + 56 * number)
        if kind == PT_LOAD and start <= address < start + size:
            at = offset + address - start
            return image[:at] + code + image[at + len(code):]
    raise ProbeError(f"no segment of this file holds {address:#x}")


def told_by(probed: bytes, archive: Path) -> tuple[int, int]:
    with tempfile.TemporaryDirectory() as scratch:
        image, said = Path(scratch) / "image", Path(scratch) / "said"
        image.write_bytes(probed)
        port = ("-chardev", f"file,id=said,path={said}",
                "-device", f"isa-debugcon,iobase={entry.PORT:#x},chardev=said")
        with qemu.boot(image, initrd=archive, cmdline=WORDS, mem=f"{MEMORY_KB >> 10}M",
                       cpu=measure.CPU, icount=measure.ICOUNT,
                       extra=(*measure.STEADY, *port)) as guest:
            try:
                guest.wait_exit(measure.LIMIT)
            except qemu.ExpectError as error:
                raise ProbeError(f"start-up did not end: {error}") from error
        told = said.read_bytes()
    if len(told) != 8:
        raise ProbeError("start-up did not end")
    return struct.unpack("<II", told)


def archive_in(folder: Path) -> Path:
    """The archive of 1 MB that the kernels are given, as by make bench-compare."""
    return footprint.one_megabyte(folder)
