# SPDX-License-Identifier: GPL-2.0-only
"""The frame allocator on all sizes of machines: it finds the RAM and leaves alone what is used."""

import re

import pytest

from harness import build, qemu
from harness.paths import SRCTREE

SIZES = {"16M": 16, "64M": 64, "128M": 128, "512M": 512, "3G": 3072, "5G": 5120, "8G": 8192}
MACHINES = ("pc", "q35")
TOTALS = re.compile(r"memory: (\d+) KB of RAM, (\d+) KB free")


@pytest.fixture(name="kernel", scope="module")
def ktest_kernel():
    return build.kernel(fragments=["ktest.config"])


@pytest.fixture(name="initrd", scope="module")
def half_a_megabyte(tmp_path_factory):
    path = tmp_path_factory.mktemp("initrd") / "initrd"
    path.write_bytes(b"initrd" * 87381)
    return path


def expect_frames(guest: qemu.Guest, kernel: build.Build, mib: int) -> None:
    """
    The tests pass; firmware keeps less than 1 MB, and the kernel its image, the
    module of half a megabyte, 1 MB and a 64th.
    """
    code = guest.wait_exit().debug_exit
    assert code == 0 and "not ok" not in guest.log and "# Subtest: frame" in guest.log
    found = TOTALS.search(guest.log)
    assert found, guest.log
    ram, free = int(found[1]), int(found[2])
    assert (mib - 1) * 1024 <= ram <= mib * 1024
    image = (kernel.symbols["__image_end"] - kernel.symbols["__image_start"]) // 1024
    assert ram - image - 512 - 1024 - ram // 64 <= free < ram


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("machine", MACHINES)
def test_frames_by_pvh_with_a_module(kernel, initrd, machine, size):
    with qemu.boot(kernel.image, machine=machine, mem=size, initrd=initrd,
                   cmdline="ktest=frame") as guest:
        expect_frames(guest, kernel, SIZES[size])


@pytest.mark.parametrize("size", ("16M", "8G"))
def test_frames_of_a_module_that_was_given_back(kernel, size):
    archive = SRCTREE / "tests/host/fuzz/corpus/cpio/types"
    with qemu.boot(kernel.image, mem=size, initrd=archive, cmdline="debug ktest=frame") as guest:
        expect_frames(guest, kernel, SIZES[size])
        assert "initramfs: module 0: 4 KB given back\n" in guest.log


@pytest.mark.parametrize("machine, size", [("pc", "16M"), ("q35", "8G")])
def test_frames_by_grub(machine, size):
    kernel = build.kernel(fragments=["ktest.config"], symbols={"CMDLINE": "ktest=frame"})
    with qemu.boot(iso=kernel.iso, machine=machine, mem=size) as guest:
        expect_frames(guest, kernel, SIZES[size])


def test_the_cap_is_on_the_amount_of_ram():
    kernel = build.kernel(fragments=["ktest.config"], symbols={"PHYS_MEM_MAX_GB": "3"})
    with qemu.boot(kernel.image, machine="q35", mem="5G", cmdline="ktest=frame") as guest:
        expect_frames(guest, kernel, 3072)
        # q35 has 2 GB below 4 GB, so the third begins at 4 GB.
        assert "memory: 2047 MB of RAM beyond 3 GB are not used" in guest.log
