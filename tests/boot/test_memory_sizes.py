# SPDX-License-Identifier: GPL-2.0-only
"""The default kernel boots with 16 MB to 8 GB, by PVH and by GRUB, on pc and q35."""

import re

import pytest

from harness import build, qemu

SIZES = ("16M", "64M", "128M", "512M", "3G", "5G", "8G")
MACHINES = ("pc", "q35")


def expect_ram(guest: qemu.Guest, size: str) -> None:
    """The monitor agrees about the RAM, but for what the firmware keeps."""
    kib = int(size[:-1]) << (20 if size.endswith("G") else 10)
    found = re.search(r"^totals\n +(\d+) KB +usable", guest.command("mem"), re.MULTILINE)
    assert found, guest.log
    assert kib - 2048 <= int(found.group(1)) <= kib


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("machine", MACHINES)
def test_pvh(machine, size):
    with qemu.boot(build.kernel().image, machine=machine, mem=size) as guest:
        guest.expect(qemu.PROMPT)
        expect_ram(guest, size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("machine", MACHINES)
def test_grub_iso(machine, size):
    with qemu.boot(iso=build.kernel().iso, machine=machine, mem=size) as guest:
        guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
        expect_ram(guest, size)
