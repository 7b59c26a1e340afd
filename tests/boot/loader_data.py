# SPDX-License-Identifier: GPL-2.0-only
"""
What the boot loader leaves in memory, read and altered at the kernel's entry
point through the gdb stub.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

from harness import qemu
from harness.build import Build
from harness.qemu import Guest

MULTIBOOT2_MAGIC = 0x36D76289
PVH_MAGIC = 0x336EC578

MEMORY_MAP, MODULE, FRAMEBUFFER = 6, 3, 8
MAP_ENTRY = struct.Struct("<QQII")  # of both protocols


@dataclass
class StartInfo:
    """The fields of struct hvm_start_info, version 1."""

    FORMAT = struct.Struct("<4I4Q2I")

    magic: int
    version: int
    flags: int
    nr_modules: int
    modules: int
    cmdline: int
    rsdp: int
    memory_map: int
    nr_regions: int
    reserved: int

    def pack(self) -> bytes:
        return self.FORMAT.pack(*vars(self).values())


def at_pvh_entry(kernel: Build, **boot_arguments) -> Guest:
    """A guest stopped before its first instruction of ours."""
    guest = qemu.boot(kernel.image, gdb=True, **boot_arguments)
    try:
        guest.gdb.run_to(kernel.symbols["pvh_entry"])
    except BaseException:
        guest.close()
        raise
    return guest


def read_start_info(guest: Guest) -> StartInfo:
    data = guest.gdb.read(guest.gdb.register("rbx"), StartInfo.FORMAT.size)
    return StartInfo(*StartInfo.FORMAT.unpack(data))


def write_start_info(guest: Guest, info: StartInfo) -> None:
    guest.gdb.write(guest.gdb.register("rbx"), info.pack())


def at_multiboot2_entry(kernel: Build, iso: Path | None = None, **boot_arguments) -> Guest:
    """
    A guest that GRUB has loaded from the kernel's ISO or from another one of it,
    stopped before its first instruction of ours.
    """
    guest = qemu.boot(iso=iso or kernel.iso, gdb=True, **boot_arguments)
    try:
        guest.gdb.break_at(kernel.symbols["multiboot2_entry"])
        guest.gdb.cont()
        guest.expect("highlighted entry")
        guest.send("\r")
        guest.gdb.wait_stop()
        guest.gdb.clear_break(kernel.symbols["multiboot2_entry"])
    except BaseException:
        guest.close()
        raise
    return guest


def read_multiboot2(guest: Guest) -> bytearray:
    address = guest.gdb.register("rbx")
    size = struct.unpack("<I", guest.gdb.read(address, 4))[0]
    return bytearray(guest.gdb.read(address, size))


def enter_by_multiboot2(guest: Guest, kernel: Build, address: int, information: bytes) -> None:
    """
    From at_pvh_entry(), where the machine is in the state that multiboot2 asks
    for too: as if GRUB had left this information there.
    """
    guest.gdb.write(address, bytes(information))
    guest.gdb.set_register("rax", MULTIBOOT2_MAGIC)
    guest.gdb.set_register("rbx", address)
    guest.gdb.set_register("rip", kernel.symbols["multiboot2_entry"])


def tags(information: bytes) -> dict[int, int]:
    """Where the last tag of each type begins."""
    found, at = {}, 8
    while at < len(information):
        kind, size = struct.unpack_from("<II", information, at)
        found[kind] = at
        at += (size + 7) & ~7
    return found


def expect_refusal(guest: Guest, message: str) -> None:
    """The message, then a processor that sleeps for good; no reset."""
    guest.expect(message)
    guest.expect("System halted")
    guest.wait_halted(idle=False)
    guest.assert_no_reset()
