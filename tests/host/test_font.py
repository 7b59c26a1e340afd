# SPDX-License-Identifier: GPL-2.0-only
"""The font of the framebuffer console: reading PSF files, and the C made of them."""

import gzip
import re
import struct
import subprocess
import sys

import pytest

from harness.paths import SRCTREE
from host_build import run_program

sys.path.insert(0, str(SRCTREE / "scripts"))
from font import psf, source, supplement  # noqa: E402

ASCII = [chr(c) for c in psf.ASCII]
DEC_SPECIAL = "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·"


def glyph(number: int, size: int) -> bytes:
    return bytes((number * 7 + row * 13) & 0xFF for row in range(size))


def psf1(names: list[str], height: int = 16, mode: int = 2) -> bytes:
    """A font of 256 glyphs, each with the characters of its name."""
    table = b"".join(name.encode("utf-16le") + b"\xff\xff"
                     for name in names + [""] * (256 - len(names)))
    return (bytes([0x36, 0x04, mode, height])
            + b"".join(glyph(n, height) for n in range(256)) + table)


def psf2(names: list[bytes], width: int = 10, height: int = 18, **changes: int) -> bytes:
    size = height * ((width + 7) // 8)
    header = {"version": 0, "start": 32, "flags": 1, "count": len(names), "size": size,
              "height": height, "width": width} | changes
    return (b"\x72\xb5\x4a\x86" + struct.pack("<7I", *header.values())
            + b"".join(glyph(n, size) for n in range(len(names)))
            + b"".join(name + b"\xff" for name in names))


ASCII_UTF8 = [c.encode() for c in ASCII]


def test_version_1():
    font = psf.parse(psf1(ASCII + ["─━", "é\ufffee\u0301"], height=14))
    assert (font.width, font.height) == (8, 14)
    assert font.glyphs[ord("A")] == glyph(ord("A") - 32, 14)
    assert font.glyphs[0x2500] == font.glyphs[0x2501] == glyph(95, 14)
    assert font.glyphs[0xE9] == glyph(96, 14)
    assert 0x301 not in font.glyphs  # of a sequence


def test_version_2():
    font = psf.parse(psf2(ASCII_UTF8 + ["─━".encode(), "é".encode() + b"\xfee\xcc\x81",
                                        "\U0001f600".encode()]))
    assert (font.width, font.height, font.row_bytes) == (10, 18, 2)
    assert font.glyphs[0x2500] == font.glyphs[0x2501] == glyph(95, 36)
    assert font.glyphs[0xE9] == glyph(96, 36)
    assert max(font.glyphs) == 0x2501


def test_the_first_glyph_of_a_character_counts_and_controls_are_left_out():
    font = psf.parse(psf1(["A\x07"] + ASCII))
    assert font.glyphs[ord("A")] == glyph(0, 16)
    assert 7 not in font.glyphs


@pytest.mark.parametrize("data, defect", [
    (b"", "not a PC screen font"),
    (b"hello", "not a PC screen font"),
    (b"\x36\x04\x02", "header is cut"),
    (psf1(ASCII)[:4000], "glyphs are cut"),
    (psf1(ASCII)[:4200], "table of characters is cut"),
    (psf1(ASCII)[:-2], "table of characters is cut"),
    (psf1(ASCII, mode=0), "which characters"),
    (psf1(ASCII, mode=3), "cut short"),
    (psf1(ASCII, height=0), "cut short"),
    (psf1(ASCII, height=5), "8x5 pixels; supported"),
    (psf1(ASCII[:-1]), "lacks ASCII characters: ~"),
    (psf2(ASCII_UTF8)[:31], "header is cut"),
    (psf2(ASCII_UTF8)[:900], "glyphs are cut"),
    (psf2(ASCII_UTF8)[:-1], "table of characters is cut"),
    (psf2(ASCII_UTF8, flags=0), "which characters"),
    (psf2(ASCII_UTF8, size=35), "10x18 pixels do not take 35 bytes"),
    (psf2(ASCII_UTF8, count=0xFFFFFFFF), "glyphs are cut"),
    (psf2(ASCII_UTF8, start=0xFFFFFFFF), "glyphs are cut"),
    (psf2(ASCII_UTF8, width=40), "40x18 pixels; supported"),
    (psf2(ASCII_UTF8[:-1] + [b"\xc3"]), "not UTF-8"),
])
def test_what_is_wrong_with_a_file_is_said(data, defect):
    with pytest.raises(psf.FontError, match=defect):
        psf.parse(data)


def make(path, output) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, SRCTREE / "scripts/font", path, output], text=True,
                          capture_output=True, check=False)


@pytest.mark.parametrize("contents", [None, b"", b"\x1f\x8b\x08\x00", psf1(ASCII)[:100]])
def test_a_bad_file_stops_the_build_with_one_line(tmp_path, contents):
    path, output = tmp_path / "font.psf", tmp_path / "font.c"
    if contents is not None:
        path.write_bytes(contents)
    done = make(path, output)
    assert done.returncode == 1 and not output.exists()
    assert re.fullmatch(rf"\*\*\* CONFIG_FONT_FILE={path}: .*console-setup-linux.*\n",
                        done.stderr)


def default_font() -> str:
    text = (SRCTREE / "drivers/video/Kconfig").read_text()
    return re.search(r'default "(/.*psf.*)"', text).group(1)


def complete(path: str) -> psf.Font:
    font = psf.parse(psf.read(path))
    supplement.add_to(font)
    return font


def test_the_default_font_has_what_text_screens_need():
    font = complete(default_font())
    needed = {*psf.ASCII, *range(0xA0, 0x100), *range(0x2500, 0x25A0), *map(ord, DEC_SPECIAL)}
    assert not needed - font.glyphs.keys()


def test_what_a_font_lacks_is_drawn_in_its_size():
    font = psf.parse(psf2(ASCII_UTF8, width=16, height=32))
    supplement.add_to(font)
    assert font.rows(0x2588) == [0xFFFF] * 32  # full block
    assert font.rows(0x2584) == [0] * 16 + [0xFFFF] * 16  # lower half
    assert font.rows(0x258C) == [0xFF00] * 32  # left half
    assert font.rows(0x259A) == [0xFF00] * 16 + [0x00FF] * 16  # upper left, lower right
    assert font.rows(0x23BA)[:2] == [0xFFFF] * 2 and font.rows(0x23BD)[-2:] == [0xFFFF] * 2
    assert len({font.glyphs[c] for c in supplement.CONTROL_NAMES}) == 6
    diamond = font.rows(0x25C6)
    assert diamond == diamond[::-1] and max(r.bit_count() for r in diamond) >= 14


def test_the_glyph_of_a_font_is_not_replaced():
    font = psf.parse(psf1(ASCII + ["█"]))
    supplement.add_to(font)
    assert font.glyphs[0x2588] == glyph(95, 16)


def test_the_source_gives_each_character_its_glyph(tmp_path):
    path, output = default_font(), tmp_path / "console_font.c"
    assert make(path, output).returncode == 0
    program = tmp_path / "print_font"
    subprocess.run(["gcc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-isystem", "include",
                    "-Idrivers/video", "-fsanitize=address,undefined", "-o", program, output,
                    "drivers/video/font.c", "tests/host/font/print_font.c"],
                   cwd=SRCTREE, check=True)
    size, *glyphs = run_program(program).stdout.split()
    font = complete(path)
    fallback = font.glyphs[source.REPLACEMENT]
    assert size == f"{font.width}x{font.height}"
    assert glyphs == [font.glyphs.get(c, fallback).hex() for c in range(0x10000)]


def test_equal_inputs_give_equal_sources(tmp_path):
    packed, plain = tmp_path / "font.psf.gz", tmp_path / "font.psf"
    data = psf2(ASCII_UTF8)
    plain.write_bytes(data)
    packed.write_bytes(gzip.compress(data))
    texts = []
    for path in (packed, plain, plain):
        assert make(path, tmp_path / "font.c").returncode == 0
        texts.append((tmp_path / "font.c").read_text().replace("font.psf.gz", "font.psf"))
    assert texts[0] == texts[1] == texts[2]
