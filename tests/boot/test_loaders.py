# SPDX-License-Identifier: GPL-2.0-only
"""
Every loader that starts the kernel, on the machines it runs on, and the words
of the ISO's menu. microvm has a file of its own.
"""

import re

import pytest

from harness import build, qemu
from harness.paths import SRCTREE

# Loader, machine, memory. OVMF takes some seconds: few starts cover all of it.
STARTS = [*((loader, machine, "128M") for loader in ("pvh", "bios-cd", "bios-disk")
            for machine in ("pc", "q35")),
          ("uefi-cd", "q35", "128M"), ("uefi-cd", "pc", "256M"), ("uefi-disk", "q35", "4G")]
MENU = ("Exo-OS", "Exo-OS, safe mode", "Exo-OS, verbose", "Exo-OS, serial console only",
        "Reboot", "Power off")


def boot_by(loader: str, **options) -> qemu.Guest:
    """The default kernel by "pvh", or "FIRMWARE-cd", "FIRMWARE-disk" with the ISO."""
    built = build.kernel()
    if loader == "pvh":
        return qemu.boot(built.image, **options)
    firmware, medium = loader.split("-")
    where = {"iso" if medium == "cd" else "disk": built.iso}
    return qemu.boot(uefi=firmware == "uefi", **where, **options)


def choose(entry: str, firmware: str, **options) -> qemu.Guest:
    """A guest just behind the menu, from which that entry was taken."""
    guest = boot_by(f"{firmware}-cd", menu=True, **options)
    try:
        guest.leave_menu(MENU.index(entry))
    except BaseException:
        guest.close()
        raise
    return guest


# --- Loaders


@pytest.mark.parametrize("loader, machine, mem", STARTS)
def test_the_kernel_starts_answers_and_switches_off(loader, machine, mem):
    with boot_by(loader, machine=machine, mem=mem) as guest:
        guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
        protocol = "pvh" if loader == "pvh" else "multiboot2"
        assert f"memory map ({protocol})" in guest.command("mem")
        assert "ignored" not in guest.log and "unknown" not in guest.log
        guest.send("poweroff\n")
        guest.wait_exit()
        assert guest.shutdown_reason == "guest-shutdown"


# --- The menu


def test_the_menu_is_as_tested():
    lines = (SRCTREE / "scripts/package/grub.cfg").read_text().splitlines()
    assert tuple(line.split('"')[1] for line in lines if line.startswith("menuentry")) == MENU


@pytest.mark.parametrize("firmware", ("bios", "uefi"))
def test_safe_mode_does_without_acpi_and_apics(firmware):
    with choose("Exo-OS, safe mode", firmware) as guest:
        guest.expect("command line: noacpi noapic$")
        guest.expect("acpi: off by the command line")
        guest.expect(qemu.PROMPT)
        assert guest.command("acpi") == "acpi: no such thing"
        assert "handler (8259)" in guest.command("irq")
        assert "unknown option" not in guest.log


def test_verbose_shows_debug_messages():
    with choose("Exo-OS, verbose", "bios") as guest:
        guest.expect("command line: debug$")
        guest.expect(r"acpi: FACP at 0x[0-9a-f]+, \d+ bytes$")
        guest.expect(qemu.PROMPT)
    with boot_by("bios-cd") as guest:
        guest.expect(qemu.PROMPT)
        assert "acpi: FACP" not in guest.log


def test_serial_console_only_leaves_the_screen_alone():
    with choose("Exo-OS, serial console only", "bios") as guest:
        guest.expect("command line: console=ttyS0$")
        guest.expect(qemu.PROMPT)
        assert "exo>" not in "\n".join(guest.screen())


@pytest.mark.parametrize("firmware", ("bios", "uefi"))
@pytest.mark.parametrize("entry, reason", (("Reboot", "guest-reset"),
                                           ("Power off", "guest-shutdown")))
def test_the_menu_ends_the_machine(firmware, entry, reason):
    with choose(entry, firmware) as guest:
        guest.wait_exit()
        assert guest.shutdown_reason == reason


# --- The firmware itself


@pytest.mark.parametrize("code, variables", (
    ("OVMF_CODE_4M.fd", "OVMF_VARS_4M.fd"), ("OVMF_CODE.4m.fd", "OVMF_VARS.4m.fd"),
    ("ovmf-x86_64-code.bin", "ovmf-x86_64-vars.bin"), ("edk2-x86_64-code.fd", "edk2-i386-vars.fd"),
    ("OVMF.fd", None)))
def test_firmware_is_given_the_variables_that_belong_to_it(tmp_path, monkeypatch, code, variables):
    for name in (code, "OVMF_VARS_other.fd", variables or "vars"):
        (tmp_path / name).touch()
    monkeypatch.setenv("OVMF", str(tmp_path / code))
    drives = qemu.firmware_arguments()[1::2]
    assert re.fullmatch(rf"if=pflash,.*readonly=on,file={tmp_path / code}", drives[0])
    assert [drive.split("file=")[1] for drive in drives[1:]] == (
        [str(tmp_path / variables)] if variables else [])


def test_firmware_that_is_missing_is_named(monkeypatch):
    monkeypatch.setenv("OVMF", "/nowhere/code.fd")
    with pytest.raises(RuntimeError, match="There is no '/nowhere/code.fd', which OVMF= names"):
        boot_by("uefi-cd")
