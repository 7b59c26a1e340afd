# SPDX-License-Identifier: GPL-2.0-only
"""
Boot loaders' information altered in memory at the kernel's entry point: every
defect is named on the serial line and the machine halts.
"""

import struct
from typing import Callable

import pytest

import loader_data
from harness import build, qemu
from loader_data import FRAMEBUFFER, MAP_ENTRY, MEMORY_MAP, MODULE, StartInfo

UNUSABLE = r"Kernel panic: the boot loader's information cannot be used"
KERNEL = 0x100000
BEYOND_THE_MAP = 1 << 40


@pytest.fixture(name="kernel", scope="module")
def default_kernel():
    return build.kernel()


@pytest.fixture(name="initrd", scope="module")
def some_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("initrd") / "initrd"
    path.write_bytes(b"initrd" * 1000)
    return path


# PVH: alter(info, guest) changes the structure, or what it points at.

def _set(**fields: int) -> Callable:
    return lambda info, guest: vars(info).update(fields)


def _set_module(start: int | None = None, size: int | None = None, name: int = 0) -> Callable:
    def alter(info: StartInfo, guest: qemu.Guest) -> None:
        old = struct.unpack("<QQ", guest.gdb.read(info.modules, 16))
        guest.gdb.write(info.modules, struct.pack(
            "<QQQ", old[0] if start is None else start, old[1] if size is None else size, name))
    return alter


def _set_region(holding: int, size: int | None = None, kind: int = 1) -> Callable:
    """Change the region of the memory map that holds an address."""
    def alter(info: StartInfo, guest: qemu.Guest) -> None:
        for i in range(info.nr_regions):
            at = info.memory_map + i * MAP_ENTRY.size
            start, old_size, _, _ = MAP_ENTRY.unpack(guest.gdb.read(at, MAP_ENTRY.size))
            if start <= holding < start + old_size:
                new_size = old_size if size is None else size
                guest.gdb.write(at, MAP_ENTRY.pack(start, new_size, kind, 0))
                return
        raise AssertionError(f"no region holds {holding:#x}")
    return alter


def _long_command_line(info: StartInfo, guest: qemu.Guest) -> None:
    guest.gdb.write(0x1000000, b"x" * 4096)
    info.cmdline = 0x1000000


PVH_DEFECTS = {
    "magic": (_set(magic=0), "pvh: no start information at 0x"),
    "version_0": (_set(version=0), "pvh: version 0 start information without a memory map"),
    "cmdline_out_of_reach": (_set(cmdline=BEYOND_THE_MAP),
                             "pvh: command line at 0x10000000000 is out of reach"),
    "cmdline_endless": (_long_command_line, "boot: command line is longer than 2047 bytes"),
    "modules_many": (_set(nr_modules=0xFFFFFFFF), "pvh: module list of 137438953440 bytes at"),
    "modules_nowhere": (_set(modules=0), "pvh: module list of 32 bytes at 0 is out of reach"),
    "module_name": (_set_module(name=BEYOND_THE_MAP), "pvh: module command line at 0x1000000"),
    "module_wraps": (_set_module(size=(1 << 64) - 1), "boot: boot module at 0x[0-9a-f]+ wraps"),
    "map_empty": (_set(nr_regions=0), "pvh: version 1 start information without a memory map"),
    "map_many": (_set(nr_regions=0xFFFFFFFF), "pvh: memory map of 103079215080 bytes at"),
    "map_nowhere": (_set(memory_map=0), "pvh: memory map of [0-9]+ bytes at 0 is out of reach"),
    "map_far": (_set(memory_map=1 << 63), "pvh: memory map of [0-9]+ bytes at 0x8000000000000000"),
    "region_wraps": (_set_region(KERNEL, size=(1 << 64) - 1),
                     "boot: memory region at 0x100000 wraps"),
}


@pytest.mark.parametrize("defect", PVH_DEFECTS)
def test_pvh_defect_is_named(kernel, initrd, defect):
    alter, message = PVH_DEFECTS[defect]
    with loader_data.at_pvh_entry(kernel, initrd=initrd) as guest:
        info = loader_data.read_start_info(guest)
        assert info.magic == loader_data.PVH_MAGIC
        alter(info, guest)
        loader_data.write_start_info(guest, info)
        guest.gdb.cont()
        guest.expect(message)
        loader_data.expect_refusal(guest, UNUSABLE)


# Information that parses, but places things where they cannot be.
MISPLACED = {
    "kernel_not_free": (_set_region(KERNEL, kind=2),
                        "the kernel at 0x100000-0x[0-9a-f]+ lies in memory that is not free: "),
    "kernel_not_in_ram": (_set_region(KERNEL, size=0x1000),
                          "the kernel at 0x100000-0x[0-9a-f]+ is not all in RAM"),
    "module_over_kernel": (_set_module(start=KERNEL, size=1),
                           "the loader put its data over the kernel at 0x100000-"),
    "module_not_in_ram": (_set_module(start=BEYOND_THE_MAP),
                          "boot module 0 at 0x10000000000-0x[0-9a-f]+ is not in RAM"),
}


@pytest.mark.parametrize("defect", MISPLACED)
def test_misplaced_data_is_named(kernel, initrd, defect):
    alter, message = MISPLACED[defect]
    with loader_data.at_pvh_entry(kernel, initrd=initrd) as guest:
        info = loader_data.read_start_info(guest)
        alter(info, guest)
        loader_data.write_start_info(guest, info)
        guest.gdb.cont()
        loader_data.expect_refusal(guest, f"Kernel panic: {message}")


def test_start_info_nowhere(kernel):
    with loader_data.at_pvh_entry(kernel) as guest:
        guest.gdb.set_register("rbx", 0xFFFFFFF0)
        guest.gdb.cont()
        guest.expect("pvh: no start information at 0xfffffff0")
        loader_data.expect_refusal(guest, UNUSABLE)


# Multiboot2: GRUB's information is taken once and then altered many times.

@pytest.fixture(name="grub", scope="module")
def grubs_information(kernel):
    """Where GRUB leaves its information, and its bytes."""
    with loader_data.at_multiboot2_entry(kernel) as guest:
        assert guest.gdb.register("rax") == loader_data.MULTIBOOT2_MAGIC
        return guest.gdb.register("rbx"), bytes(loader_data.read_multiboot2(guest))


def _enter_altered(guest, kernel, grub, *changes: tuple[int, bytes]) -> None:
    address, original = grub
    information = bytearray(original)
    for at, data in changes:
        information[at:at + len(data)] = data
    loader_data.enter_by_multiboot2(guest, kernel, address, information)
    guest.gdb.cont()


def _u32(value: int) -> bytes:
    return struct.pack("<I", value)


def _u64(value: int) -> bytes:
    return struct.pack("<Q", value)


# Tag, offset in it, bytes to put there; tag None is the information itself.
MULTIBOOT2_DEFECTS = {
    "size_0": (None, 0, _u32(0), "absurd information size 0"),
    "size_huge": (None, 0, _u32(0xFFFFFFFF), "absurd information size 4294967295"),
    "size_short": (None, 0, _u32(64), "runs past the information"),
    "tag_size_0": (MEMORY_MAP, 4, _u32(0), "runs past the information"),
    "tag_size_huge": (MEMORY_MAP, 4, _u32(0xFFFFFFF9), "runs past the information"),
    "map_short": (MEMORY_MAP, 4, _u32(15), "too short"),
    "map_entry_size_0": (MEMORY_MAP, 8, _u32(0), "absurd memory map entry size"),
    "map_half_entry": (MEMORY_MAP, 8, _u32(4096), "memory map ends inside an entry"),
    "map_absent": (MEMORY_MAP, 0, _u32(0x7777), "the loader passed no memory map"),
    "map_wraps": (MEMORY_MAP, 16, _u64(1) + _u64((1 << 64) - 1), "memory region at 0x1 wraps"),
    "cmdline_endless": (1, 4, _u32(8), "command line is not terminated"),
    "loader_endless": (2, 4, _u32(9), "loader name is not terminated"),
    "module_backwards": (9, 0, _u32(MODULE) + _u32(24) + _u32(0x200000) + _u32(0x1FFFFF) + bytes(8),
                         "module ends before it starts"),
    "framebuffer_type": (FRAMEBUFFER, 29, b"\x09", "unknown framebuffer type"),
    "framebuffer_pitch": (FRAMEBUFFER, 16, _u32(1), "pitch does not hold a line"),
    "framebuffer_wraps": (FRAMEBUFFER, 8, _u64((1 << 64) - 1), "framebuffer wraps"),
    "acpi_short": (14, 4, _u32(20), "too short for an RSDP"),
    "end_absent": (0, 0, _u32(0x7777), "no end tag in [0-9]+ bytes"),
}


@pytest.mark.parametrize("defect", MULTIBOOT2_DEFECTS)
def test_multiboot2_defect_is_named(kernel, grub, defect):
    tag, offset, data, message = MULTIBOOT2_DEFECTS[defect]
    base = 0 if tag is None else loader_data.tags(grub[1])[tag]
    with loader_data.at_pvh_entry(kernel) as guest:
        _enter_altered(guest, kernel, grub, (base + offset, data))
        guest.expect(f"(multiboot2|boot): (tag [0-9]+ of [0-9]+ bytes: )?{message}")
        loader_data.expect_refusal(guest, UNUSABLE)


def test_grubs_information_unaltered_boots(kernel, grub):
    """So the defects above are found because of what was altered."""
    with loader_data.at_pvh_entry(kernel) as guest:
        _enter_altered(guest, kernel, grub)
        guest.expect(qemu.PROMPT)
        assert "memory map (multiboot2)" in guest.command("mem")


def test_multiboot2_information_misaligned(kernel, grub):
    with loader_data.at_pvh_entry(kernel) as guest:
        address, information = grub
        loader_data.enter_by_multiboot2(guest, kernel, address + 4, information)
        guest.gdb.cont()
        guest.expect(f"multiboot2: information at {address + 4:#x} is misaligned or out of reach")
        loader_data.expect_refusal(guest, UNUSABLE)


def test_unknown_magic(kernel):
    with loader_data.at_multiboot2_entry(kernel) as guest:
        guest.gdb.set_register("rax", 0x2BADB002)
        guest.gdb.cont()
        guest.expect("boot: entered by an unknown loader, magic 0x2badb002")
        loader_data.expect_refusal(guest, UNUSABLE)


def test_defect_after_grub_itself(kernel):
    """The same through GRUB all the way: no trick of the tests above hides in between."""
    with loader_data.at_multiboot2_entry(kernel) as guest:
        guest.gdb.write(guest.gdb.register("rbx"), bytes(4))
        guest.gdb.cont()
        guest.expect("multiboot2: absurd information size 0")
        loader_data.expect_refusal(guest, UNUSABLE)
