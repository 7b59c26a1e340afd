# SPDX-License-Identifier: GPL-2.0-only
"""
Switching off and resetting: by the registers that ACPI tables name, or by what
is left. test_loaders.py does so under each firmware, test_microvm.py there.
"""

import pytest

import firmware_tables
import loader_data
from harness import build, qemu

# Offsets in the FADT.
PM1A_CONTROL, PM1A_CONTROL_64 = 64, 172
RESET_REGISTER, RESET_VALUE = 116, 128
DEBUG_EXIT_PORT = 0xF4


def type_at_prompt(guest: qemu.Guest, command: str) -> None:
    guest.expect(qemu.PROMPT)
    guest.send(command + "\n")


def altered(signature: str, *pokes: tuple[int | bytes, bytes], cmdline: str = "") -> qemu.Guest:
    """A guest of q35 that starts with bytes of a table, at an offset or a text, replaced."""
    guest = loader_data.at_pvh_entry(build.kernel(), machine="q35", cmdline=cmdline)
    try:
        table = next(t for t in firmware_tables.read_tables(guest.gdb.read)
                     if t.signature == signature)
        data = bytearray(table.data)
        for where, new in pokes:
            offset = where if isinstance(where, int) else data.index(where)
            data[offset:offset + len(new)] = new
        data[9] = 0
        data[9] = -sum(data) % 256
        guest.gdb.write(table.address, bytes(data))
        guest.gdb.cont()
    except BaseException:
        guest.close()
        raise
    return guest


# --- By ACPI


@pytest.mark.parametrize("machine", ("pc", "q35"))
@pytest.mark.parametrize("command, reason", (("poweroff", "guest-shutdown"),
                                             ("reboot", "guest-reset")))
def test_commands_end_the_machine(machine, command, reason):
    with qemu.boot(build.kernel().image, machine=machine) as guest:
        type_at_prompt(guest, command)
        guest.wait_exit()
        assert guest.shutdown_reason == reason


@pytest.mark.parametrize("command, cmdline", (("reboot", ""), ("panic", "panic=reboot")))
def test_the_reset_register_comes_first(command, cmdline):
    """The one named here ends QEMU with a status of its own."""
    register = bytes((1, 8, 0, 1)) + DEBUG_EXIT_PORT.to_bytes(8, "little")
    with altered("FACP", (RESET_REGISTER, register), (RESET_VALUE, b"\x29"),
                 cmdline=cmdline) as guest:
        type_at_prompt(guest, command)
        assert guest.wait_exit().debug_exit == 0x29


def test_a_reset_register_that_does_nothing_leaves_the_other_ways():
    register = bytes((1, 8, 0, 1)) + (0x5000).to_bytes(8, "little")
    with altered("FACP", (RESET_REGISTER, register)) as guest:
        type_at_prompt(guest, "reboot")
        guest.wait_exit()
        assert guest.shutdown_reason == "guest-reset"


# --- Without


def has_no_way(guest: qemu.Guest) -> None:
    """To switch off: QEMU ends by the device for that."""
    type_at_prompt(guest, "poweroff")
    assert guest.wait_exit().debug_exit == 0


def test_without_sleep_types_it_is_said_and_qemu_left():
    with altered("DSDT", (b"_S5_", b"_S4_")) as guest:
        guest.expect(r"acpi: cannot switch off: no constants in \\_S5")
        has_no_way(guest)


def test_a_control_register_that_does_nothing_is_given_up():
    with altered("FACP", (PM1A_CONTROL, (0x5000).to_bytes(4, "little")),
                 (PM1A_CONTROL_64, bytes(12))) as guest:
        has_no_way(guest)


@pytest.mark.parametrize("machine, cmdline", (("q35", "noacpi"), ("pc,acpi=off", "")))
def test_without_tables_qemu_is_left(machine, cmdline):
    with qemu.boot(build.kernel().image, machine=machine, cmdline=cmdline) as guest:
        has_no_way(guest)


def test_without_any_way_it_is_said_and_the_machine_halts():
    with qemu.boot(build.kernel().image, cmdline="noacpi", debug_exit=False) as guest:
        type_at_prompt(guest, "poweroff")
        guest.expect("No way to switch this machine off is known; halted")
        guest.wait_halted(idle=False)


def test_a_kernel_without_acpi_resets_and_leaves_qemu():
    kernel = build.kernel(symbols={"ACPI": False})
    with qemu.boot(kernel.image, machine="q35") as guest:
        has_no_way(guest)
    with qemu.boot(kernel.image, machine="q35") as guest:
        type_at_prompt(guest, "reboot")
        guest.wait_exit()
        assert guest.shutdown_reason == "guest-reset"
