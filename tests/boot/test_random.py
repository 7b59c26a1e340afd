# SPDX-License-Identifier: GPL-2.0-only
"""Random numbers: repeatable where the machine is, seeded with and without RDRAND."""

import re

import pytest

from harness import build, qemu


@pytest.fixture(scope="module", name="kernel")
def with_tests():
    return build.kernel("debug_defconfig")


def run_ktest(kernel, cpu, seed, loglevel):
    """The log of ktest=random, on a machine that repeats to the last instruction."""
    with qemu.boot(kernel.image, cmdline=f"ktest=random loglevel={loglevel}", cpu=cpu,
                   icount="shift=0,sleep=off",
                   extra=["-seed", str(seed), "-rtc", "base=2025-01-01,clock=vm"]) as guest:
        assert guest.wait_exit().debug_exit == 0, guest.log
        return guest.log


def first_bytes(kernel, seed):
    """
    Nothing is printed before they are seeded: how long the serial line takes depends
    on who reads at the other end.
    """
    log = run_ktest(kernel, "max,-erms,-fsrm", seed, loglevel=0)
    found = re.search(r"# random: ([0-9a-f]{32})", log)
    assert found, log
    return found[1]


def test_the_seed_makes_the_numbers(kernel):
    first = first_bytes(kernel, 1)
    assert first_bytes(kernel, 1) == first
    assert first_bytes(kernel, 2) != first


def test_rdrand_seeds_at_boot(kernel):
    log = run_ktest(kernel, "max", 1, loglevel=8)
    assert log.index("random: seeded by RDRAND") < log.index("KTAP version 1")


def test_timer_jitter_seeds_without_rdrand(kernel):
    log = run_ktest(kernel, "qemu64", 1, loglevel=8)
    assert "random: seeded by timer jitter" in log
    assert "RDRAND" not in log
