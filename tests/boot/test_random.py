# SPDX-License-Identifier: GPL-2.0-only
"""Random numbers: repeatable where the machine is, seeded with and without RDRAND."""

import re

import pytest

from harness import build, qemu


@pytest.fixture(scope="module", name="kernel")
def with_tests():
    return build.kernel("debug_defconfig")


def run_ktest(kernel, cpu, seed):
    """The log of ktest=random, on a machine that repeats to the last instruction."""
    with qemu.boot(kernel.image, cmdline="ktest=random loglevel=8", cpu=cpu,
                   icount="shift=0,sleep=off",
                   extra=["-seed", str(seed), "-rtc", "base=2025-01-01,clock=vm"]) as guest:
        assert guest.wait_exit().debug_exit == 0, guest.log
        return guest.log


def first_bytes(log):
    found = re.search(r"# random: ([0-9a-f]{32})", log)
    assert found, log
    return found[1]


@pytest.fixture(scope="module", name="log")
def seeded_by_1(kernel):
    return run_ktest(kernel, "max,-erms,-fsrm", 1)


def test_the_same_seed_gives_the_same_numbers(kernel, log):
    assert first_bytes(run_ktest(kernel, "max,-erms,-fsrm", 1)) == first_bytes(log)


def test_another_seed_gives_others(kernel, log):
    assert first_bytes(run_ktest(kernel, "max,-erms,-fsrm", 2)) != first_bytes(log)


def test_rdrand_seeds_at_boot(log):
    seeded = log.index("random: seeded by RDRAND")
    assert seeded < log.index("KTAP version 1")


def test_timer_jitter_seeds_without_rdrand(kernel):
    log = run_ktest(kernel, "qemu64", 1)
    assert "random: seeded by timer jitter" in log
    assert "RDRAND" not in log
