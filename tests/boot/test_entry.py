# SPDX-License-Identifier: GPL-2.0-only
"""The way from the loader to the first C function, and what it leaves behind."""

import os
import re
import struct
import subprocess

import pytest

import loader_data
from harness import build, qemu
from harness.gdbstub import GdbError
from harness.paths import SRCTREE

DIRECT_MAP = 0xFFFF800000000000
IMAGE_BASE = 0xFFFFFFFF80000000
CANARY_OFFSET = 8  # in struct cpu
GB = 1 << 30

FLAG_NESTED_TASK, FLAG_DIRECTION, FLAG_ALIGNMENT = 1 << 14, 1 << 10, 1 << 18

RANGE = re.compile(r"^  ([0-9a-f]{16})-([0-9a-f]{16}) +[0-9]+ KB  ?(.*)$", re.MULTILINE)


@pytest.fixture(name="kernel", scope="module")
def default_kernel():
    return build.kernel()


@pytest.fixture(name="initrd")
def file_of_odd_size(tmp_path):
    path = tmp_path / "initrd"
    path.write_bytes(b"\xa5" * 123457)
    return path


def _ranges(mem: str, heading: str) -> list[tuple[int, int, str]]:
    """(start, size, name) of the lines below a heading of the command mem."""
    below = re.search(rf"^{heading}.*\n((?:  .*\n?)+)", mem, re.MULTILINE)
    assert below, mem
    return [(int(start, 16), int(last, 16) - int(start, 16) + 1, name)
            for start, last, name in RANGE.findall(below.group(1))]


@pytest.mark.parametrize("cpu", ["qemu64,-lm", "pentium3"])
def test_processor_without_long_mode_is_told(kernel, cpu):
    message = "Exo-OS needs a 64-bit processor: this one has no long mode. Halted."
    with qemu.boot(kernel.image, cpu=cpu) as guest:
        guest.expect(rf"^{re.escape(message)}\n")
        guest.wait_halted(idle=False)
        assert guest.screen()[0] == message
        guest.assert_no_reset()


def test_direct_map_has_no_aliases(kernel):
    """Physical 5 GB is not 1 GB seen again."""
    with qemu.boot(kernel.image, mem="6G", gdb=True) as guest:
        guest.gdb.cont()
        guest.expect(qemu.PROMPT)
        guest.gdb.stop()
        places = {GB: b"one gigabyte....", 5 * GB: b"five gigabytes.."}
        for physical, text in places.items():
            guest.gdb.write(DIRECT_MAP + physical, text)
        for physical, text in places.items():
            assert guest.gdb.read(DIRECT_MAP + physical, len(text)) == text
            assert guest.memory(physical, len(text)) == text


def test_low_addresses_fault(kernel):
    with qemu.boot(kernel.image, gdb=True) as guest:
        guest.gdb.run_to(kernel.symbols["pvh_entry"])
        before = guest.gdb.read(kernel.symbols["pvh_entry"], 16)
        guest.gdb.cont()
        guest.expect(qemu.PROMPT)
        guest.gdb.stop()
        assert guest.gdb.read(DIRECT_MAP + kernel.symbols["pvh_entry"], 16) == before
        for address in (0, 0x1000, kernel.symbols["pvh_entry"], GB, 7 * GB):
            with pytest.raises(GdbError):
                guest.gdb.read(address, 1)


def _canary(kernel: build.Build, **boot_arguments) -> int:
    with qemu.boot(kernel.image, **boot_arguments) as guest:
        guest.expect(qemu.PROMPT)
        place = kernel.symbols["boot_cpu"] - IMAGE_BASE + CANARY_OFFSET
        return struct.unpack("<Q", guest.memory(place, 8))[0]


def test_canary_is_drawn_anew(kernel):
    """The instruction count stands for time here, so only RDRAND can differ."""
    canaries = [_canary(kernel, cpu="max", icount="shift=0,sleep=off") for _ in range(2)]
    assert canaries[0] != canaries[1]
    assert all(canary and canary & 0xFF == 0 for canary in canaries)


def test_canary_without_rdrand_is_not_zero(kernel):
    canary = _canary(kernel, cpu="qemu64")
    assert canary and canary & 0xFF == 0


def test_pvh_module_and_loader_data_are_seen(kernel, initrd):
    cmdline = "loglevel=4"
    with loader_data.at_pvh_entry(kernel, initrd=initrd, cmdline=cmdline) as guest:
        info = loader_data.read_start_info(guest)
        expected = {(guest.gdb.register("rbx"), info.FORMAT.size),
                    (info.cmdline, len(cmdline) + 1), (info.modules, 32),
                    (info.memory_map, info.nr_regions * loader_data.MAP_ENTRY.size)}
        start, size = struct.unpack("<QQ", guest.gdb.read(info.modules, 16))
        guest.gdb.cont()
        guest.expect(qemu.PROMPT)
        mem = guest.command("mem")
    assert size == initrd.stat().st_size
    assert _ranges(mem, "modules") == [(start, size, "")]
    found = [(start, size) for start, size, _ in _ranges(mem, "loader data")]
    assert found == sorted(expected)


def _make_iso(kernel: build.Build, initrd, iso) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "INITRD": str(initrd)}
    subprocess.run([SRCTREE / "scripts/package/mkiso.sh", kernel.image, iso], check=True,
                   env=environment, capture_output=True)


def test_grub_module_and_loader_data_are_seen(kernel, initrd, tmp_path):
    iso = tmp_path / "with-module.iso"
    _make_iso(kernel, initrd, iso)
    with loader_data.at_multiboot2_entry(kernel, iso=iso) as guest:
        address = guest.gdb.register("rbx")
        information = loader_data.read_multiboot2(guest)
        at = loader_data.tags(information)[loader_data.MODULE]
        start, end = struct.unpack_from("<II", information, at + 8)
        guest.gdb.cont()
        guest.expect(qemu.PROMPT)
        mem = guest.command("mem")
        assert guest.memory(start, end - start) == initrd.read_bytes()
    assert end - start == initrd.stat().st_size
    assert _ranges(mem, "modules") == [(start, end - start, "initrd")]
    assert [r[:2] for r in _ranges(mem, "loader data")] == [(address, len(information))]


def test_flags_the_loader_left_do_not_matter(kernel):
    """With NT still set the first interrupt's iretq would fault."""
    with loader_data.at_pvh_entry(kernel) as guest:
        guest.gdb.set_register("eflags", FLAG_NESTED_TASK | FLAG_DIRECTION | FLAG_ALIGNMENT | 2)
        guest.gdb.cont()
        guest.expect(qemu.PROMPT)
        assert guest.command("uptime")


def test_five_level_paging_the_loader_left_does_not_matter(kernel):
    """UEFI firmware may leave CR4.LA57 set; our early tables have four levels."""
    set_la57 = bytes.fromhex("b8 00 10 00 00"  # mov eax, 1 << 12
                             "0f 22 e0")  # mov cr4, eax
    place = 0x70000
    with loader_data.at_pvh_entry(kernel, cpu="max") as guest:
        jump = struct.pack("<Bi", 0xE9, kernel.symbols["pvh_entry"] - (place + len(set_la57) + 5))
        guest.gdb.write(place, set_la57 + jump)
        guest.gdb.set_register("rip", place)
        guest.gdb.run_to(kernel.symbols["pvh_entry"])
        assert re.search(r"CR4=0*1000\b", guest.human("info registers"))
        guest.gdb.cont()
        guest.expect(qemu.PROMPT)
