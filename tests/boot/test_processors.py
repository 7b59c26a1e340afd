# SPDX-License-Identifier: GPL-2.0-only
"""The default kernel boots on the oldest and the newest processor model, and counts several."""

import re

import pytest

from harness import build, qemu


@pytest.mark.parametrize("machine", ("pc", "q35"))
@pytest.mark.parametrize("cpu", ("qemu64", "max"))
def test_models(machine, cpu):
    with qemu.boot(build.kernel().image, machine=machine, cpu=cpu) as guest:
        guest.expect(qemu.PROMPT)
        guest.assert_no_reset()


def expect_count(guest: qemu.Guest, count: str) -> None:
    """The log, the splash and the monitor agree."""
    guest.expect(rf"\] cpus: {count}$")
    guest.expect(rf"^  cpus       {count}$")
    guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
    assert re.search(rf"^cpus      {count}$", guest.command("cpu"), re.MULTILINE)


@pytest.mark.parametrize("machine", ("pc", "q35"))
@pytest.mark.parametrize("number", (1, 4))
def test_processors_are_counted(machine, number):
    with qemu.boot(build.kernel().image, machine=machine, smp=number) as guest:
        expect_count(guest, f"{number} found, 1 in use, {number - 1} parked")
        guest.assert_no_reset()


def test_processors_are_counted_under_grub():
    with qemu.boot(iso=build.kernel().iso, smp=4) as guest:
        guest.expect(r"\] cpus: 4 found", timeout=2 * qemu.EXPECT_LIMIT)
        guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
        assert guest.human("info cpus").count("CPU #") == 4
        guest.assert_no_reset()


def test_sockets_that_are_empty_do_not_count():
    with qemu.boot(build.kernel().image, extra=["-smp", "2,maxcpus=8"]) as guest:
        expect_count(guest, "2 found, 1 in use, 1 parked")


def test_microvm_counts_them():
    with qemu.boot(build.kernel().image, machine="microvm", smp=4) as guest:
        expect_count(guest, "4 found, 1 in use, 3 parked")


@pytest.mark.parametrize("machine, cmdline", (("pc", "noacpi"), ("q35", "acpi=off"),
                                              ("pc,acpi=off", "")))
def test_without_acpi_nothing_is_said_of_others(machine, cmdline):
    with qemu.boot(build.kernel().image, machine=machine, smp=4, cmdline=cmdline) as guest:
        guest.expect(qemu.PROMPT)
        assert "cpus" not in guest.log
        assert not re.search("^cpus", guest.command("cpu"), re.MULTILINE)
        guest.assert_no_reset()
