# SPDX-License-Identifier: GPL-2.0-only
"""A price is what two kernels differ by, in bytes and in what they do to start up."""

import shutil
import sys

import pytest

from harness import build
from harness.paths import SRCTREE

sys.path.insert(0, str(SRCTREE / "scripts"))

from prices import book, measuring, probe  # noqa: E402  (the path must be set first)
from prices.flips import Flips  # noqa: E402
from prices.image import section_bytes  # noqa: E402


@pytest.fixture(name="flips")
def flips_of_the_tree(monkeypatch):
    monkeypatch.setenv("srctree", str(SRCTREE))
    return Flips()


@pytest.fixture(name="workshop")
def workshop_from_a_build(flips, tmp_path):
    kernel = build.kernel()
    with build.locked(kernel.dir):
        shutil.copytree(kernel.dir, tmp_path / "base", symlinks=True)
    return measuring.Workshop(tmp_path, flips.config)


def test_price_is_the_difference_of_two_kernels(flips, workshop):
    wanted = [flips.flip("PCI_MMCONFIG"), flips.flip("BOOT_PVH")]
    prices = {flip.name: price for flip, price in workshop.prices(wanted)}
    without = build.kernel(symbols={"PCI_MMCONFIG": "n"}).elf
    one, other = section_bytes(workshop.base / "exo.elf"), section_bytes(without)
    price = prices["PCI_MMCONFIG"]
    assert {each: getattr(price, each) for each in one} == book.difference(one, other)
    assert price.text > 0 and price.boot > 0
    assert prices["BOOT_PVH"].text > 0
    assert prices["BOOT_PVH"].boot is None, "QEMU cannot start a kernel without it"
    assert all(measuring.known(flip, prices, workshop.toolchain) for flip in wanted)
    assert not measuring.known(wanted[0], prices, "clang 14.0, qemu 7.2")
    assert {each.name for each in workshop.folder.iterdir() if each.is_dir()} == {"base"}


def test_flip_that_does_not_build_is_reported_and_others_go_on(flips, workshop):
    good, bad = flips.flip("KMON_TIME"), flips.flip("SPLASH")
    bad.config = bad.config.replace('INITRAMFS_SOURCE=""', 'INITRAMFS_SOURCE="/no/such"')
    told = {flip.name: price for flip, price in workshop.prices([bad, good])}
    assert isinstance(told["KMON_TIME"], book.Price)
    assert isinstance(told["SPLASH"], build.BuildError)


def test_start_up_is_counted_alike_each_time(workshop):
    first = probe.start_up(workshop.base, workshop.archive)
    assert first == probe.start_up(workshop.base, workshop.archive)
    assert first.instructions > 100_000 and 1024 < first.ram_kb < probe.MEMORY_KB


def test_kernel_without_a_place_for_the_probe_is_refused():
    kernel = build.kernel("tiny_defconfig")
    known = probe.names(kernel.elf)
    del known["panic"]
    with pytest.raises(probe.ProbeError, match="no place for a probe"):
        probe.with_probe(kernel.image.read_bytes(), known)
