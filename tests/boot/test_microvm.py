# SPDX-License-Identifier: GPL-2.0-only
"""
QEMU's microvm: a serial port, and of the PC's other devices whatever its
options leave. No PCI, 8042, VGA or port 0x61; switched off by the sleep control
register.
"""

import re

import pytest

from harness import build, qemu

# What is left out of the machine, one by one and together.
LEAN = ("", "rtc=off", "pit=off", "pic=off", "acpi=off", "pit=off,pic=off", "isa-serial=off")
WITHOUT_APIC = "qemu64,apic=off"


def boot(without: str = "", **options) -> qemu.Guest:
    machine = ",".join(["microvm", *without.split(",")]) if without else "microvm"
    return qemu.boot(build.kernel().image, machine=machine, **options)


def expect_answers(guest: qemu.Guest) -> None:
    guest.expect(qemu.PROMPT)
    assert "memory map (pvh)" in guest.command("mem")
    assert re.findall(r"^  (\w+) ", guest.command("consoles"), re.MULTILINE) == ["ttyS0"]
    guest.assert_no_reset()


def switch_off(guest: qemu.Guest, acpi: bool) -> None:
    """By ACPI, or else through isa-debug-exit."""
    guest.send("poweroff\n")
    status = guest.wait_exit()
    if acpi:
        assert guest.shutdown_reason == "guest-shutdown"
    else:
        assert status.debug_exit == 0


@pytest.mark.parametrize("without", LEAN)
def test_it_answers_and_switches_off(without):
    with boot(without) as guest:
        expect_answers(guest)
        switch_off(guest, acpi="acpi" not in without)


@pytest.mark.parametrize("without", ("", "rtc=off,acpi=off"))
def test_it_does_without_a_local_apic(without):
    with boot(without, cpu=WITHOUT_APIC) as guest:
        expect_answers(guest)
        switch_off(guest, acpi="acpi" not in without)


@pytest.mark.parametrize("words", ("noapic", "noacpi", "noacpi noapic"))
def test_the_words_of_safe_mode_keep_it_going(words):
    with boot(cmdline=words) as guest:
        expect_answers(guest)
        assert "unknown option" not in guest.log
        switch_off(guest, acpi="noacpi" not in words)


@pytest.mark.parametrize("without", ("", "acpi=off"))
def test_it_resets(without):
    """By the reset register, or a triple fault: it has none of the PC's ways."""
    with boot(without) as guest:
        guest.expect(qemu.PROMPT)
        guest.send("reboot\n")
        guest.wait_exit()
        assert guest.shutdown_reason == "guest-reset"


@pytest.mark.parametrize("mem", ("16M", "4G"))
def test_memory_from_little_to_much(mem):
    with boot(mem=mem) as guest:
        expect_answers(guest)


def test_missing_devices_are_said_and_are_no_failure():
    with boot("rtc=off,pit=off") as guest:
        guest.expect("tsc: nobody knows its rate")
        guest.expect(qemu.PROMPT)
        assert "rtc: " not in guest.log
        assert guest.command("date").startswith("date: ")


def test_a_machine_with_next_to_nothing_comes_to_the_prompt():
    """No interrupt arrives there, so nothing can be typed."""
    with boot("rtc=off,pit=off,pic=off,acpi=off") as guest:
        guest.expect(qemu.PROMPT)
        guest.wait_halted()
        guest.assert_no_reset()
