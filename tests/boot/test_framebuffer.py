# SPDX-License-Identifier: GPL-2.0-only
"""
The framebuffer console in the modes that GRUB can set, read back from the
pixels that the display shows.
"""

import subprocess
from pathlib import Path

import pytest

from harness import build, glyphs, qemu

GRUB_CFG = """\
serial --unit=0 --speed=115200
terminal_input serial
terminal_output serial
insmod all_video
multiboot2 /boot/exo {cmdline}
set gfxpayload={mode}
boot
"""


def kernel() -> build.Build:
    return build.kernel(symbols={"BOOT_GRAPHICS": "y"})


def boot(mode: str, folder: Path, cmdline: str = "", built: build.Build | None = None,
         **arguments) -> qemu.Guest:
    """A guest whose loader has set the mode; returns when it prompts."""
    iso = folder / "exo.iso"
    (folder / "tree/boot/grub").mkdir(parents=True)
    (folder / "tree/boot/exo").write_bytes((built or kernel()).image.read_bytes())
    (folder / "tree/boot/grub/grub.cfg").write_text(GRUB_CFG.format(mode=mode, cmdline=cmdline))
    subprocess.run(["grub-mkrescue", "-d", "/usr/lib/grub/i386-pc", "-o", iso, folder / "tree"],
                   check=True, capture_output=True)
    guest = qemu.boot(iso=iso, menu=True, **arguments)
    try:
        guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
    except BaseException:
        guest.close()
        raise
    return guest


@pytest.fixture
def shoot(tmp_path):
    """Takes a picture of a guest's screen when the guest has nothing left to do."""
    font = glyphs.font_of(kernel())

    def take(guest: qemu.Guest, idle: bool = True) -> glyphs.Picture:
        guest.wait_halted(idle=idle)
        return glyphs.Picture(guest.screendump(tmp_path / "screen.ppm"), font)

    return take


def said(guest: qemu.Guest) -> list[str]:
    """What the kernel has sent on the serial line, by lines; the prompt is the last."""
    text = guest.log[guest.log.index("[    0.000000]"):]
    return [line.rstrip() for line in text.split("\n")]


def assert_shows(picture: glyphs.Picture, lines: list[str]) -> None:
    """The last of the lines, as many as there is room for, and nothing else."""
    shown = lines[-picture.rows:]
    assert picture.lines() == shown + [""] * (picture.rows - len(shown))
    assert picture.border() <= {glyphs.BLACK}


@pytest.mark.parametrize("mode", ["1024x768x32", "1024x768x24", "800x600x16", "640x480x15"])
def test_the_screen_shows_what_the_serial_line_says(mode, tmp_path, shoot):
    with boot(mode, tmp_path) as guest:
        assert f"framebuffer: {mode} at 0x" in guest.log
        picture = shoot(guest)
        lines = said(guest)
    assert f"{picture.width}x{picture.height}" == mode.rpartition("x")[0]
    assert_shows(picture, lines)
    cursor = picture.cell(len(lines) - 1, len("exo> "))
    assert cursor.character == " " and cursor.background != glyphs.BLACK


def test_lines_scroll_and_typing_goes_on_below(tmp_path, shoot):
    with boot("800x600x32", tmp_path) as guest:
        for _ in range(3):
            guest.command("help")
        guest.command("version")
        guest.send("typed, not entered")
        guest.expect("typed, not entered")
        picture = shoot(guest)
        lines = said(guest)
    assert len(lines) > 2 * picture.rows
    assert_shows(picture, lines)
    assert picture.border() == {glyphs.BLACK}


def test_a_cleared_screen_is_black_but_for_the_prompt(tmp_path, shoot):
    with boot("1024x768x32", tmp_path) as guest:
        guest.command("help")
        guest.send("\x0c")
        guest.expect(r"\x1b\[H.*exo> ")
        picture = shoot(guest)
    assert_shows(picture, ["exo>"])


def test_a_panic_is_seen(tmp_path, shoot):
    with boot("1024x768x32", tmp_path, cmdline="panic=halt") as guest:
        guest.send("panic\n")
        picture = shoot(guest, idle=False)
        lines = said(guest)
    assert any("Kernel panic: asked for" in line for line in lines)
    assert_shows(picture, lines)
