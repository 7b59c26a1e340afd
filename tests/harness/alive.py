# SPDX-License-Identifier: GPL-2.0-only
"""Did a kernel boot? What that looks like depends on its configuration."""

from pathlib import Path
from typing import Any

from harness import qemu
from harness.build import Build


def expect_alive(built: Build, **options: Any) -> None:
    """
    Boot the build as far as it goes: to the prompt with a monitor on the
    serial line, else until it halts in idle. Options as for qemu.boot().
    """
    options |= serial_options(built.config)
    with qemu.boot(**bootable(built), **options) as guest:
        if prompts_on_serial(built.config):
            guest.expect(qemu.PROMPT)
        guest.wait_halted()
        guest.assert_no_reset()
        assert "panic" not in guest.log.lower(), guest.log


def bootable(built: Build) -> dict[str, Path]:
    """The kernel itself, or its ISO when only a boot loader can start it."""
    if built.config.get("BOOT_PVH") == "y":
        return {"kernel": built.image}
    return {"iso": built.iso}


def prompts_on_serial(config: dict[str, str]) -> bool:
    return config.get("KMON") == "y" and config.get("SERIAL_8250") == "y"


def serial_options(config: dict[str, str]) -> dict[str, int]:
    """Put QEMU's serial port where the configuration expects it."""
    options = {}
    if "SERIAL_8250_PORT" in config:
        options["serial_port"] = int(config["SERIAL_8250_PORT"], 0)
    if "SERIAL_8250_IRQ" in config:
        options["serial_irq"] = int(config["SERIAL_8250_IRQ"], 0)
    return options
