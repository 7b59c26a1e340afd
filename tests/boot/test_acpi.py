# SPDX-License-Identifier: GPL-2.0-only
"""ACPI tables: QEMU's are read as they are, damaged ones are named and change nothing else."""

import re
import struct

import pytest

import firmware_tables
import loader_data
from harness import build, qemu

USABLE_RAM = 0x1000000


def shown(guest: qemu.Guest) -> list[tuple]:
    """The rows of the command's table."""
    rows = re.findall(r"^(\S{4})   ([0-9a-f]{16}) +(\d+) +(\d+)  (.{6})  (.+)$",
                      guest.command("acpi"), re.MULTILINE)
    return [(name, int(address, 16), int(length), int(revision), oem, state)
            for name, address, length, revision, oem, state in rows]


# --- As QEMU leaves them


@pytest.fixture(name="machine", scope="module", params=("pc", "q35"))
def each_machine(request):
    """A guest, and its tables by signature."""
    with qemu.boot(build.kernel().image, machine=request.param, smp=3) as guest:
        guest.expect(qemu.PROMPT)
        yield guest, firmware_tables.read_tables(guest.memory)


def by_name(tables, signature):
    return next(table for table in tables if table.signature == signature)


def test_every_table_is_listed(machine):
    guest, tables = machine
    assert shown(guest) == [(table.signature, table.address, len(table.data), table.revision,
                             table.oem, "sound") for table in tables]
    assert f"acpi: RSDP at {firmware_tables.find_rsdp(guest.memory):#x}, {len(tables)} tables" \
        in guest.log
    assert "ignored" not in guest.log


def test_processors_and_routing_are_those_of_the_table(machine):
    guest, tables = machine
    said = guest.command("acpi")
    apic = by_name(tables, "APIC")
    expected = []
    for entry in apic.entries():
        if entry[0] == 0:
            expected.append(f"  processor {entry[2]}: APIC id {entry[3]}")
        elif entry[0] == 1:
            address, line = struct.unpack_from("<II", entry, 4)
            expected.append(f"I/O APIC {entry[2]} at {address:#x}, from line {line}")
        elif entry[0] == 2:
            line, flags = struct.unpack_from("<IH", entry, 4)
            how = {0: "as its bus does", 13: "active high, level"}[flags]
            expected.append(f"  irq {entry[3]}: line {line}, {how}")
        elif entry[0] == 4:
            expected.append("  NMI at LINT1 of all processors")
    assert len(expected) >= 3 + 1 + 5 + 1
    assert set(expected) <= set(said.splitlines())
    assert len(re.findall("^  processor ", said, re.MULTILINE)) == 3
    assert f"local APICs at {apic.number(36, 4):#x}, 8259 pair" in said


def test_power_registers_are_those_of_the_table(machine):
    guest, tables = machine
    said = guest.command("acpi")
    fadt = by_name(tables, "FACP")
    assert f"power control A at port {fadt.number(64, 4):#x}" in said
    assert f"power management timer at port {fadt.number(76, 4):#x}" in said
    assert "sleep types for power-off: 0, 0" in said
    assert ("reset at port 0xcf9" in said) == (fadt.revision >= 3)
    assert not re.search("^no ", said, re.MULTILINE)


def test_a_keyboard_controller_that_is_denied_is_shown():
    with qemu.boot(build.kernel().image, machine="q35,i8042=off") as guest:
        guest.expect(qemu.PROMPT)
        assert "\nno 8042" in guest.command("acpi")


def test_grub_passes_the_tables_on():
    with qemu.boot(iso=build.kernel().iso) as guest:
        guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
        tables = firmware_tables.read_tables(guest.memory)
        assert [row[:2] for row in shown(guest)] == [(t.signature, t.address) for t in tables]


# --- None


@pytest.mark.parametrize("word", ("noacpi", "acpi=off"))
def test_the_command_line_switches_it_off(word):
    with qemu.boot(build.kernel().image, cmdline=word) as guest:
        guest.expect("acpi: off by the command line")
        guest.expect(qemu.PROMPT)
        assert guest.command("acpi") == "acpi: no such thing"
        assert "RSDP" not in guest.log


def test_another_word_is_refused():
    with qemu.boot(build.kernel().image, cmdline="acpi=maybe") as guest:
        guest.expect('bad value in "acpi=maybe"')
        guest.expect("acpi: RSDP at ")


def test_a_machine_without_has_none():
    with qemu.boot(build.kernel().image, machine="pc,acpi=off") as guest:
        guest.expect("acpi: no tables")
        guest.expect(qemu.PROMPT)
        assert guest.command("acpi") == "acpi: no such thing"


# --- Absurd


def test_tables_from_the_user_are_listed(tmp_path):
    """A second APIC table, and one with a name and contents that mean nothing."""
    data = tmp_path / "table"
    data.write_bytes(b"\0\xff\0\xff\0")
    extra = [word for name in ("APIC", "\x7f{~!", "FACP")
             for word in ("-acpitable", f"sig={name},data={data}")]
    with qemu.boot(build.kernel().image, smp=2, extra=extra) as guest:
        guest.expect("cpus: 2 found")
        guest.expect(qemu.PROMPT)
        rows = [row for row in shown(guest) if row[4] == "QEMUQE"]
        assert [(name, length, state) for name, _, length, _, _, state in rows] == [
            ("APIC", 41, "sound"), ("?{~!", 41, "sound"), ("FACP", 41, "sound")]
        guest.assert_no_reset()


def test_too_many_tables_are_counted(tmp_path):
    data = tmp_path / "table"
    data.write_bytes(b"x")
    extra = ["-acpitable", f"sig=MANY,data={data}"] * 70
    with qemu.boot(build.kernel().image, extra=extra) as guest:
        guest.expect(r"acpi: 1\d tables too many are ignored")
        guest.expect(qemu.PROMPT)
        assert len(shown(guest)) == 64
        guest.assert_no_reset()


def set_number(offset: int, size: int, value: int, seal: bool = True):
    """An alteration of a table: put a number there, and mind the checksum if asked to."""
    def alter(data: bytearray) -> None:
        data[offset:offset + size] = value.to_bytes(size, "little")
        if seal:
            data[9] = 0
            data[9] = -sum(data) % 256
    return alter


# Table, what is done to it, what the log says of it.
DAMAGE = {
    "checksum": ("WAET", set_number(36, 1, 0xEE, seal=False), "has a wrong checksum"),
    "length_0": ("WAET", set_number(4, 4, 0), "is shorter than its header"),
    "length_35": ("WAET", set_number(4, 4, 35), "is shorter than its header"),
    "length_1MB": ("WAET", set_number(4, 4, 1 << 20), "runs out of memory"),
    "length_huge": ("WAET", set_number(4, 4, 0xFFFFFFFF), "is longer than 1 MB"),
    "entry_0": ("RSDT", set_number(36, 4, 0x500), "is shorter than its header"),
    "entry_in_ram": ("RSDT", set_number(36, 4, USABLE_RAM), "lies outside memory"),
    "entry_in_hole": ("RSDT", set_number(36, 4, 0x80000000), "lies outside memory"),
    "entry_at_end": ("RSDT", set_number(36, 4, 0xFFFFFFFF), "lies outside memory"),
    "root_length": ("RSDT", set_number(4, 4, 3), "is shorter than its header"),
    "root_checksum": ("RSDT", set_number(36, 4, 0, seal=False), "has a wrong checksum"),
    "dsdt_nowhere": ("FACP", set_number(40, 4, 0xF0000000), "lies outside memory"),
    "fadt_length": ("FACP", set_number(4, 4, 60, seal=False), "has a wrong checksum"),
    "madt_entry": ("APIC", set_number(45, 1, 0), "1 malformed entries, first at offset 44"),
    "madt_overrun": ("APIC", set_number(45, 1, 0xFF), "1 malformed entries, first at offset 44"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_named_and_survived(damage):
    signature, alter, message = DAMAGE[damage]
    with loader_data.at_pvh_entry(build.kernel()) as guest:
        table = by_name(firmware_tables.read_tables(guest.gdb.read), signature)
        data = bytearray(table.data)
        alter(data)
        guest.gdb.write(table.address, bytes(data))
        guest.gdb.cont()
        guest.expect(f"acpi: .*{message}")
        guest.expect(qemu.PROMPT)
        guest.command("acpi")
        guest.assert_no_reset()


def test_tables_that_name_each_other_lead_nowhere():
    with loader_data.at_pvh_entry(build.kernel()) as guest:
        rsdt = firmware_tables.read_tables(guest.gdb.read)[0]
        data = bytearray(rsdt.data)
        for at in range(firmware_tables.HEADER_SIZE, len(data), 4):
            set_number(at, 4, rsdt.address)(data)
        guest.gdb.write(rsdt.address, bytes(data))
        guest.gdb.cont()
        guest.expect(f"acpi: RSDT at {rsdt.address:#x}, {len(data)} bytes, ignored: "
                     "it is listed twice")
        guest.expect("acpi: RSDP at 0x[0-9a-f]+, 1 tables")
        guest.expect(qemu.PROMPT)


@pytest.mark.parametrize("passed", (0, 1, 0xF0000, USABLE_RAM, (1 << 64) - 1))
def test_a_root_pointer_that_is_not_passed_is_found(passed):
    with loader_data.at_pvh_entry(build.kernel()) as guest:
        info = loader_data.read_start_info(guest)
        real = info.rsdp
        info.rsdp = passed
        loader_data.write_start_info(guest, info)
        guest.gdb.cont()
        if passed:
            guest.expect(f"acpi: RSDP at {passed:#x} ignored: it ")
        guest.expect(f"acpi: RSDP at {real:#x}, ")
        guest.expect(qemu.PROMPT)
