# SPDX-License-Identifier: GPL-2.0-only
"""Interrupt controllers: which one is used, that all do the same, and firmware that lies."""

import re

import pytest

import firmware_tables
import loader_data
from harness import build, qemu

NO_APIC_CPU = "qemu64,-apic"

# Machine, processor, words: the controller and the source of ticks.
CHOICES = [
    ("pc", "qemu64", "", "ioapic", "lapic"),
    ("pc", "max", "", "ioapic", "lapic"),
    ("pc", "qemu64", "nolapic_timer", "ioapic", "pit"),
    ("pc", "qemu64", "clocksource=tick", "ioapic", "pit"),
    ("pc", "qemu64", "noapic", "8259", "pit"),
    ("pc", "qemu64", "nolapic", "8259", "pit"),
    ("pc", "qemu64", "noacpi", "8259", "lapic"),
    ("pc", NO_APIC_CPU, "", "8259", "pit"),
    ("q35", "qemu64", "", "ioapic", "lapic"),
    ("q35", "qemu64", "noapic", "8259", "pit"),
    ("microvm", "qemu64", "", "ioapic", "lapic"),
    ("microvm", "qemu64", "noapic", "8259", "pit"),
    ("microvm", "qemu64", "noacpi", "8259", "lapic"),
    ("microvm,pic=off", "qemu64", "", "ioapic", "lapic"),
    ("microvm,pit=off", "qemu64", "", "ioapic", None),
]


def boot(image, machine="pc", cpu="qemu64", cmdline="", **more):
    """As qemu.boot(); microvm may have properties."""
    machine, _, properties = machine.partition(",")
    extra = ["-machine", properties] if properties else []
    return qemu.boot(image, machine=machine, cpu=cpu, cmdline=cmdline, extra=extra, **more)


def controller(guest) -> str:
    return re.search(r"handler \((.*)\)", guest.command("irq"))[1]


def source_of_ticks(guest) -> str | None:
    event = re.search(r"^event +([a-z]+|-)", guest.command("timers"), re.MULTILINE)[1]
    return None if event == "-" else event


def ticks(guest) -> int:
    return int(re.search(r"^ticks +(\d+)", guest.command("timers"), re.MULTILINE)[1])


def expect_ticks(guest) -> None:
    before = ticks(guest)
    assert any(ticks(guest) > before for _ in range(1000))


@pytest.mark.parametrize("machine, cpu, words, chip, event", CHOICES)
def test_controller_and_timer_are_the_best_that_may_be_used(machine, cpu, words, chip, event):
    with boot(build.kernel().image, machine, cpu, words, icount=qemu.GUEST_TIME) as guest:
        guest.expect(qemu.PROMPT)  # and what is typed arrives
        assert controller(guest) == chip
        assert source_of_ticks(guest) == event
        if event:
            expect_ticks(guest)
        guest.assert_no_reset()


@pytest.fixture(name="tester", scope="module")
def ktest_kernel():
    return build.kernel(fragments=["ktest.config"])


@pytest.mark.parametrize("suites", ["irq", "time*"])
@pytest.mark.parametrize("machine, cpu, words", [
    choice[:3] for choice in CHOICES if choice[4] and choice[2] != "clocksource=tick"])
def test_all_controllers_pass_the_same_suites(tester, machine, cpu, words, suites):
    with boot(tester.image, machine, cpu, f"{words} ktest={suites}",
              icount=qemu.GUEST_TIME) as guest:
        assert guest.wait_exit(qemu.BOOT_LIMIT).debug_exit == 0
    assert "# SKIP" not in guest.log
    assert int(re.search(r"^# Totals: pass:(\d+) fail:0", guest.log, re.MULTILINE)[1]) >= 8


@pytest.mark.parametrize("cpu", ["qemu64", "max"])
def test_lines_above_15_interrupt(tester, cpu):
    with boot(tester.image, "q35", cpu, "ktest=irq_line_hpet", icount=qemu.GUEST_TIME) as guest:
        assert guest.wait_exit().debug_exit == 0
    assert "# SKIP" not in guest.log
    line = int(re.search(r"irq_line_hpet_test: line (\d+)$", guest.log, re.MULTILINE)[1])
    assert 16 <= line <= 23


@pytest.mark.parametrize("machine, words", [("pc", ""), ("pc", "noapic"), ("q35", ""),
                                            ("microvm", ""), ("microvm", "noapic")])
def test_nmi_arrives(machine, words):
    with boot(build.kernel().image, machine, cmdline=words) as guest:
        guest.expect(qemu.PROMPT)
        guest.inject_nmi()
        guest.expect("NMI without a known cause")
        guest.command("irq")


# --- Absurd tables


def madt_entry(data: bytes, kind: int, number: int = 0) -> int:
    """Offset of an entry of an APIC table."""
    at = 44
    while data[at] != kind or number:
        number -= data[at] == kind
        at += data[at + 1]
    return at


IO_APIC, OVERRIDE = 1, 2

# Machine, entry, offset in it, the number put there; what the log says, the controller.
LIES = {
    "in_ram": ("pc", (IO_APIC, 0), 4, 0x1000000, "at 0x1000000 ignored: nobody answers", "8259"),
    "in_a_hole": ("pc", (IO_APIC, 0), 4, 0xD0000000,
                  "at 0xd0000000 ignored: nobody answers", "8259"),
    "at_0": ("pc", (IO_APIC, 0), 4, 0, "APIC table: 1 malformed entries", "8259"),
    "in_the_local_apic": ("pc", (IO_APIC, 0), 4, 0xFEE00000,
                          "at 0xfee00000 ignored: messages go there", "8259"),
    "too_high": ("pc", (IO_APIC, 0), 8, 0xFFFFFFFF,
                 "ignored: lines from 4294967295 are too high", "8259"),
    "cut": ("microvm", (IO_APIC, 1), 8, 50, "lines from 64 are ignored", "ioapic"),
    "overlap": ("microvm", (IO_APIC, 1), 8, 10, "ignored: lines from 10 overlap", "ioapic"),
    "override": ("pc", (OVERRIDE, 1), 4, 200,
                 "1 interrupts are led to lines that are not there", "ioapic"),
    "hole_in_lines": ("microvm", (IO_APIC, 1), 8, 40, "lines 40-63", "ioapic"),
}


@pytest.mark.parametrize("lie", LIES)
def test_absurd_tables_are_named_and_survived(lie):
    machine, entry, offset, number, message, chip = LIES[lie]
    with loader_data.at_pvh_entry(build.kernel(), machine=machine) as guest:
        table = next(table for table in firmware_tables.read_tables(guest.gdb.read)
                     if table.signature == "APIC")
        data = bytearray(table.data)
        at = madt_entry(data, *entry) + offset
        data[at:at + 4] = number.to_bytes(4, "little")
        data[9] = (data[9] - sum(data)) % 256
        guest.gdb.write(table.address, bytes(data))
        guest.gdb.cont()
        guest.expect(message)
        guest.expect(qemu.PROMPT)
        assert controller(guest) == chip
        expect_ticks(guest)
        guest.assert_no_reset()
