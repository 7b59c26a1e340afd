# SPDX-License-Identifier: GPL-2.0-only
"""
When a kernel's first instruction runs, counted from the machine's reset.

The image is booted once with its first instructions replaced by a stub that says
what the time-stamp counter is and ends the machine. The image is otherwise the
same, so the firmware before it does the same, and the count is exact.

Two kinds of image are known: an ELF file with a PVH entry, which begins in 32-bit
mode, and Linux's bzImage, which begins in 16-bit mode, unpacks itself and is
therefore charged for that.
"""

import struct
import tempfile
from pathlib import Path

import measure
from harness import qemu

PORT = 0xE9  # of QEMU's isa-debugcon
EXIT_PORT = 0xF4
PVH_NOTE = 18
PT_LOAD, PT_NOTE = 1, 4


class EntryError(measure.BenchError):
    """The image is of no known kind, or did not run."""


def ticks(kernel: Path, mem: str, initrd: Path) -> int:
    """Instructions between reset and the first one of @kernel."""
    with tempfile.TemporaryDirectory() as folder:
        image, said = Path(folder) / "image", Path(folder) / "said"
        image.write_bytes(patched(kernel.read_bytes()))
        port = ("-chardev", f"file,id=said,path={said}",
                "-device", f"isa-debugcon,iobase={PORT:#x},chardev=said")
        with qemu.boot(image, initrd=initrd, mem=mem, cpu=measure.CPU, icount=measure.ICOUNT,
                       extra=(*measure.STEADY, *port)) as guest:
            guest.wait_exit(measure.LIMIT)
        number = said.read_bytes()
    if len(number) != 4:
        raise EntryError(f"{kernel}: its first instruction did not run")
    return int.from_bytes(number, "little")


def patched(image: bytes) -> bytes:
    """The image with the stub at its entry."""
    offset, bits = entry(image)
    code = stub(bits)
    return image[:offset] + code + image[offset + len(code):]


def stub(bits: int) -> bytes:
    """rdtsc; four times: out PORT, al; shr eax, 8. Then out EXIT_PORT, al; hlt."""
    prefix = b"\x66" if bits == 16 else b""
    write = bytes([0xE6, PORT]) + prefix + b"\xc1\xe8\x08"
    return b"\x0f\x31" + 4 * write + bytes([0xE6, EXIT_PORT, 0xF4])


def entry(image: bytes) -> tuple[int, int]:
    """Where in the file the first instruction is, and in what mode it runs."""
    if image[:4] == b"\x7fELF":
        return pvh_entry(image), 32
    # A boot sector of 512 bytes, then a short jump over the header that follows.
    if image[0x202:0x206] == b"HdrS" and image[0x200] == 0xEB:
        return 0x202 + image[0x201], 16
    raise EntryError("this image is neither an ELF file nor a bzImage")


def pvh_entry(image: bytes) -> int:
    table, = struct.unpack_from("<Q", image, 32)
    count, = struct.unpack_from("<H", image, 56)
    headers = [struct.unpack_from("<IIQQQQQQ", image, table + 56 * i) for i in range(count)]
    notes = [pvh_note(image, header[2]) for header in headers if header[0] == PT_NOTE]
    address = next(filter(None, notes), None)
    for kind, _, offset, _, physical, size, _, _ in headers:
        if kind == PT_LOAD and address and physical <= address < physical + size:
            return offset + address - physical
    raise EntryError("this ELF file has no PVH entry")


def pvh_note(image: bytes, offset: int) -> int:
    """The address in the note at @offset, the only one of its segment; 0 of others."""
    name_size, size, kind = struct.unpack_from("<III", image, offset)
    start = offset + 12 + (name_size + 3) // 4 * 4
    return int.from_bytes(image[start:start + size], "little") if kind == PVH_NOTE else 0
