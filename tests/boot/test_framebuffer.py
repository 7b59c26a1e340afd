# SPDX-License-Identifier: GPL-2.0-only
"""
The framebuffer console in the modes that GRUB can set, read back from the
pixels that the display shows.
"""

import struct
import subprocess
from pathlib import Path

import pytest

import loader_data
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


WIDE_FONT = "/usr/share/consolefonts/Uni2-Terminus24x12.psf.gz"


def kernel(**symbols: str) -> build.Build:
    return build.kernel(symbols={"BOOT_GRAPHICS": "y", **symbols})


def boot(mode: str, folder: Path, cmdline: str = "",
         built: build.Build | None = None) -> qemu.Guest:
    """A guest whose loader has set the mode; returns when it prompts."""
    iso = folder / "exo.iso"
    (folder / "tree/boot/grub").mkdir(parents=True)
    (folder / "tree/boot/exo").write_bytes((built or kernel()).image.read_bytes())
    (folder / "tree/boot/grub/grub.cfg").write_text(GRUB_CFG.format(mode=mode, cmdline=cmdline))
    subprocess.run(["grub-mkrescue", "-d", "/usr/lib/grub/i386-pc", "-o", iso, folder / "tree"],
                   check=True, capture_output=True)
    guest = qemu.boot(iso=iso, menu=True)
    try:
        guest.expect(qemu.PROMPT, timeout=2 * qemu.EXPECT_LIMIT)
    except BaseException:
        guest.close()
        raise
    return guest


@pytest.fixture
def shoot(tmp_path):
    """Takes a picture of a guest's screen when the guest has nothing left to do."""

    def take(guest: qemu.Guest, built: build.Build | None = None,
             idle: bool = True) -> glyphs.Picture:
        guest.wait_halted(idle=idle)
        return glyphs.Picture(guest.screendump(tmp_path / "screen.ppm"),
                              glyphs.font_of(built or kernel()))

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
    cursor = picture.cell(min(len(lines), picture.rows) - 1, len("exo> "))
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


def test_the_cursor_moves_over_characters_and_restores_them(tmp_path, shoot):
    with boot("800x600x32", tmp_path) as guest:
        guest.send("abc")
        guest.expect("abc")
        behind = shoot(guest)
        row = min(len(said(guest)), behind.rows) - 1
        guest.send("\x1b[D")
        guest.expect(r"\x08|\x1b\[")  # the kernel's answer, on this line too
        on_it = shoot(guest)
        guest.send("\x1b[C")
        guest.expect(r"c|\x1b\[")
        behind_again = shoot(guest)
    reversed_c = glyphs.Cell("c", glyphs.BLACK, glyphs.GREY)
    assert (behind.cell(row, 7), on_it.cell(row, 7)) == (glyphs.Cell("c"), reversed_c)
    assert behind.cell(row, 8) == glyphs.Cell(" ", glyphs.GREY, glyphs.GREY)
    assert on_it.cell(row, 8) == glyphs.Cell(" ", glyphs.BLACK, glyphs.BLACK)
    assert behind_again.text_hash() == behind.text_hash() != on_it.text_hash()


def test_a_font_of_another_size(tmp_path, shoot):
    built = kernel(FONT_FILE=WIDE_FONT)
    with boot("1024x768x24", tmp_path, built=built) as guest:
        picture = shoot(guest, built)
        lines = said(guest)
    assert (picture.columns, picture.rows) == (85, 32)
    assert_shows(picture, lines)
    assert picture.border() == {glyphs.BLACK}


# Drawn from row 30 on, below what is typed for it.
PAINTING = [
    r"\e[30H\e[1;31mred\e[0m \e[32mgreen\e[m \e[44mblue",
    r"\e[30;16H\e[7mswap\e[m \e[4mline",
    r"\e[31H\e(0lqqqk\e(B \xc3\xa9\xe2\x82\xac \xe2\x96\x92",
    r"\e[32H\e(0x\e(Bbox\e(0x\e(B \xe6\xbc\xa2",
    r"\e[33H\e(0mqqqj`\e(B \e[5;33mblinks",
    r"\e[34;70Hfar away\e[35Hgone\e[2K",
]
PAINTED = ["red green blue swap line", "┌───┐ é€ ▒", "│box│ \N{REPLACEMENT CHARACTER}",
           "└───┘◆ blinks", f"{'':69}far away", ""]
GREEN, BLUE = (bytes.fromhex(rgb) for rgb in ("00aa00", "0000aa"))
BRIGHT_RED, BROWN, DARK_GREY = (bytes.fromhex(rgb) for rgb in ("ff5555", "aa5500", "555555"))
# The picture was looked at with the font of console-setup-linux 1.221; both
# are SHA-256, of the glyphs and of the pixels.
FONT_THEN = "42362318e56e64a6514daa383a714fa4e20a0702e115032449db5942b3b4d6bd"
PICTURE_THEN = "8a642ed112e7b3b9482d1f92d96795841747ffb52c9a7ec40af553161beda9ce"


def colors(cell: glyphs.Cell) -> tuple[bytes, bytes]:
    return cell.foreground, cell.background


def test_colors_line_drawing_and_positions(tmp_path, shoot):
    with boot("800x600x32", tmp_path) as guest:
        guest.send("clear\n")
        guest.expect(r"\x1b\[H.*exo> ")
        for line in PAINTING:
            guest.command(rf"echo -e '\e7{line}\e[m\e8'")
        picture = shoot(guest)
    assert picture.lines()[29:35] == [picture.read(line) for line in PAINTED]
    assert colors(picture.cell(29, 0)) == (BRIGHT_RED, glyphs.BLACK)
    assert colors(picture.cell(29, 4)) == (GREEN, glyphs.BLACK)
    assert colors(picture.cell(29, 10)) == (glyphs.GREY, BLUE)
    assert picture.cell(29, 15) == glyphs.Cell("s", glyphs.BLACK, glyphs.GREY)
    assert picture.cell(29, 20) == glyphs.Cell("l", underlined=True)
    assert colors(picture.cell(32, 7)) == (BROWN, DARK_GREY)
    if picture.font_hash() == FONT_THEN:
        assert picture.text_hash() == PICTURE_THEN


# What a loader may say that is not so. All the rest is as it should be.
HOLE = 0xC0000000  # below 4 GB, where this machine has neither RAM nor a device
LIES = {
    "in_ram": ({"address": 16 << 20}, "not used: it is in RAM or cannot be mapped"),
    "in_the_kernel": ({"address": 0x100000}, "not used: it is in RAM or cannot be mapped"),
    "out_of_reach": ({"address": 1 << 56}, "not used: it is in RAM or cannot be mapped"),
    "depth": ({"bits": 17}, "not used: pixels are not of 15, 16, 24 or 32 bits"),
    "lines_overlap": ({"bits": 15, "pitch": 1999}, "not used: lines overlap"),
    "too_small": ({"width": 7}, "not used: it is smaller than a character"),
    "one_column": ({"width": 15}, "not used: no terminal of 1x37 characters, error -22"),
    "too_large": ({"pitch": 1 << 20}, "not used: it is larger than 256 MB"),
    "nobody_there": ({}, f"1000x600x32 at {HOLE:#x}, font"),
}


def rgb_tag(address: int = HOLE, pitch: int = 4000, width: int = 1000, height: int = 600,
            bits: int = 32) -> bytes:
    """Multiboot2 Specification 2.0, section 3.6.12; fields that fit into 15 bits."""
    return struct.pack("<IIQIIIBBH6Bxx", loader_data.FRAMEBUFFER, 38, address, pitch, width,
                       height, bits, 1, 0, 10, 5, 5, 5, 0, 5)


def with_framebuffer(information: bytes, tag: bytes) -> bytes:
    """GRUB's information with that tag in front, and its own as of an unknown type."""
    own = loader_data.tags(information)[loader_data.FRAMEBUFFER]
    others = information[8:own] + struct.pack("<I", 0x7777) + information[own + 4:]
    return struct.pack("<II", 8 + len(tag) + len(others), 0) + tag + others


@pytest.fixture(name="grub", scope="module")
def grubs_information():
    """Where GRUB leaves its information, and its bytes."""
    with loader_data.at_multiboot2_entry(build.kernel()) as guest:
        return guest.gdb.register("rbx"), bytes(loader_data.read_multiboot2(guest))


@pytest.mark.parametrize("lie", LIES)
def test_a_loader_that_lies_costs_the_screen_only(grub, lie):
    changes, message = LIES[lie]
    address, information = grub
    built = build.kernel()
    with loader_data.at_pvh_entry(built) as guest:
        loader_data.enter_by_multiboot2(guest, built, address,
                                        with_framebuffer(information, rgb_tag(**changes)))
        guest.gdb.cont()
        guest.expect(rf"framebuffer: {message}")
        guest.expect(qemu.PROMPT)
        assert "ttyS0" in guest.command("consoles")
