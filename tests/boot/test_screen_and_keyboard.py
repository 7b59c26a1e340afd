# SPDX-License-Identifier: GPL-2.0-only
"""
A person at the screen and the keyboard, without any serial line, whatever
loader and machine: VGA text, or the framebuffer that UEFI leaves behind.
"""

import re
import time
from pathlib import Path

import pytest

from harness import build, glyphs, qemu

MACHINES = [(loader, machine) for loader in ("pvh", "bios-cd", "uefi-cd")
            for machine in ("pc", "q35")]


def boot_by(loader: str, machine: str) -> qemu.Guest:
    """On guest time: a key that is held for 20 ms does not repeat, however busy this machine."""
    built = build.kernel()
    by = {"kernel": built.image} if loader == "pvh" else {"iso": built.iso}
    return qemu.boot(**by, machine=machine, uefi=loader.startswith("uefi"), serial=False,
                     icount=qemu.GUEST_TIME, limit=4 * qemu.BOOT_LIMIT)


def text_screen(guest: qemu.Guest, _folder: Path) -> list[str]:
    return guest.screen()


def graphics_screen(guest: qemu.Guest, folder: Path) -> list[str]:
    picture = glyphs.Picture(guest.screendump(folder / "screen.ppm"),
                             glyphs.font_of(build.kernel()))
    return picture.lines()


def expect(look, pattern: str, guest: qemu.Guest, folder: Path) -> re.Match[str]:
    """Wait until the screen matches."""
    deadline = time.monotonic() + 2 * qemu.BOOT_LIMIT
    while True:
        page = "\n".join(look(guest, folder)).rstrip()
        found = re.search(pattern, page, re.MULTILINE)
        if found:
            return found
        assert time.monotonic() < deadline, f"expected {pattern!r} on the screen:\n{page}"
        time.sleep(0.3)


@pytest.mark.parametrize("loader, machine", MACHINES)
def test_the_monitor_is_used_from_screen_and_keyboard_alone(loader, machine, tmp_path):
    look = graphics_screen if loader.startswith("uefi") else text_screen
    with boot_by(loader, machine) as guest:
        expect(look, r"^exo>\Z", guest, tmp_path)
        for end in range(1, len("version") + 1):
            guest.send_keys("version"[end - 1])
            expect(look, rf"^exo> {'version'[:end]}$", guest, tmp_path)
        guest.send_keys("\n")
        expect(look, r"^exo> version\nExo-OS 0\.\d+\.\d+ .*\nexo>\Z", guest, tmp_path)
        guest.assert_no_reset()
