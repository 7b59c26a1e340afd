# SPDX-License-Identifier: GPL-2.0-only
"""The terminal on the real screen: sequences typed at the prompt, looked at in VGA memory."""

import random
import re
import struct
import subprocess

import pytest

import loader_data
from harness import build, qemu
from loader_data import FRAMEBUFFER

COLUMNS, ROWS = 80, 25
CURSOR_OFF = 0x20

# Attributes of a VGA: blink, background, foreground; blue is bit 0, red bit 2.
GREY, RED, LIGHT_RED, CYAN, BLUE, BLINK = 7, 4, 12, 3, 1, 0x80


@pytest.fixture(name="kernel", scope="module")
def default_kernel():
    return build.kernel()


@pytest.fixture(name="guest", scope="module")
def running_guest(kernel):
    with qemu.boot(kernel.image) as guest:
        guest.expect(qemu.PROMPT)
        yield guest


def show(guest, text: str) -> None:
    """Reset the terminal and print the text, escapes as for echo -e; the prompt follows."""
    guest.send(rf"echo -e '\ec{text}'" + "\n")
    guest.expect(qemu.PROMPT)
    guest.expect_screen(r"^exo>")


def attributes(guest) -> list[bytes]:
    page = guest.memory(qemu.VGA_TEXT, COLUMNS * ROWS * 2)[1::2]
    return [page[i:i + COLUMNS] for i in range(0, len(page), COLUMNS)]


def crtc(guest, register: int) -> int:
    guest.human(f"o/b 0x3d4 {register:#x}")
    return int(guest.human("i/b 0x3d5").split("=")[1], 16)


def cursor(guest) -> tuple[int, int]:
    return divmod(crtc(guest, 0x0E) << 8 | crtc(guest, 0x0F), COLUMNS)


def tput(words: str) -> str:
    """What tput emits for TERM=linux, written for echo -e."""
    out = subprocess.run(["tput", "-T", "linux", *words.split()], check=True,
                         capture_output=True).stdout
    return "".join(rf"\x{byte:02x}" for byte in out)


def test_sequences_place_text(guest):
    show(guest, r"\e[3;5Hthree\e[10;70Hten\e[2;1Hfirst\e[2;3H\e[Pst\e[20;1Hlow")
    screen = guest.screen()
    assert screen[1] == "fist"
    assert screen[2] == "    three"
    assert screen[9] == " " * 69 + "ten"
    assert screen[19] == "low"
    assert screen[20] == "exo>"


def test_the_cursor_of_the_adapter_follows(guest):
    show(guest, r"\e[20;1Hlow")
    assert cursor(guest) == (20, len("exo> "))
    assert not crtc(guest, 0x0A) & CURSOR_OFF
    show(guest, r"\e[?25l")
    assert crtc(guest, 0x0A) & CURSOR_OFF
    show(guest, "")
    assert not crtc(guest, 0x0A) & CURSOR_OFF


def test_attributes_reach_the_adapter(guest):
    show(guest, r"a\e[31mb\e[1mc\e[0;4md\e[0;7me\e[0;5mf\e[0;36;44mg\e[0;101mh")
    row = attributes(guest)[0]
    assert list(row[:8]) == [GREY, RED, LIGHT_RED, CYAN, GREY << 4, BLINK | GREY,
                             BLUE << 4 | CYAN, RED << 4 | GREY]


def test_lines_and_letters_are_those_of_the_adapter(guest):
    show(guest, r"\e)0\x0elqk\x0f \xc3\xa4\xe2\x82\xac\xe2\x96\x88 \e[11m\x01\e[10m")
    assert guest.screen()[0] == "┌─┐ äE█ \x01"


def test_what_tput_emits_makes_a_menu(guest):
    show(guest, "".join([
        tput("enacs"), tput("clear"), tput("cup 4 10"), tput("smacs"), "lqqqqqqk", tput("rmacs"),
        tput("cup 5 10"), tput("smacs"), "x", tput("rmacs"), tput("rev"), " Item ", tput("sgr0"),
        tput("smacs"), "x", tput("rmacs"),
        tput("cup 6 10"), tput("smacs"), "mqqqqqqj", tput("rmacs")]))
    screen = guest.screen()
    assert [row[10:] for row in screen[4:7]] == ["┌──────┐", "│ Item │", "└──────┘"]
    assert set(attributes(guest)[5][11:17]) == {GREY << 4}


def test_a_scrolling_region_keeps_what_is_outside(guest):
    show(guest, tput("csr 2 5") + "top" + tput("cup 5 0") + r"one\ntwo\nthree" + tput("csr 0 24")
         + tput("cup 10 0"))
    screen = guest.screen()
    assert screen[0] == "top"
    assert screen[3:6] == ["one", "two", "three"]


def test_the_terminal_answers_where_its_cursor_is(guest):
    """To the monitor, which knows no such key and goes on."""
    show(guest, r"\e[6n\e[c")
    assert guest.command("echo still here") == "still here"


def test_random_bytes_leave_a_terminal_that_a_reset_mends(kernel):
    generator = random.Random(1)
    with qemu.boot(kernel.image, cmdline="console=tty0") as guest:
        guest.expect_screen(r"^exo>")
        for _ in range(60):
            noise = "".join(rf"\x{generator.randrange(256):02x}" for _ in range(100))
            guest.send(f"echo -ne '{noise}'\n")
        # ^C: some of the noise asked questions, and the answers were typed.
        guest.send("\x03" + r"echo -e '\ecreset'" + "\n")
        guest.expect_screen(r"\Areset\nexo>\n*\Z")
        assert {attribute for row in attributes(guest) for attribute in row} == {GREY}
        guest.send("version\n")
        guest.expect_screen(r"\Areset\nexo> version\nExo-OS .*\nexo>\n*\Z")


def test_a_panic_is_readable_whatever_was_asked_of_the_terminal(kernel):
    with qemu.boot(kernel.image) as guest:
        guest.expect(qemu.PROMPT)
        guest.command(r"echo -e '\ec\e[2;3r\e[30;40m\e[?25l\e(0\e[4h'")
        guest.send("panic whatever\n")
        guest.wait_halted(idle=False)
        screen = guest.screen()
        row = next(i for i, text in enumerate(screen) if "panic: whatever" in text)
        assert set(attributes(guest)[row]) == {GREY}


# --- What the loader says


def boot_with_text_mode(kernel, address: int, pitch: int, width: int, height: int):
    """As if GRUB had named this text mode."""
    with loader_data.at_multiboot2_entry(kernel) as grub:
        at, information = grub.gdb.register("rbx"), loader_data.read_multiboot2(grub)
    tag = loader_data.tags(information)[FRAMEBUFFER]
    assert information[tag + 29] == 2  # EGA text
    struct.pack_into("<QIII", information, tag + 8, address, pitch, width, height)
    guest = loader_data.at_pvh_entry(kernel)
    loader_data.enter_by_multiboot2(guest, kernel, at, information)
    guest.gdb.cont()
    return guest


def test_the_loaders_text_mode_is_used(kernel):
    with boot_with_text_mode(kernel, qemu.VGA_TEXT, 2 * COLUMNS, 40, 12) as guest:
        guest.expect(qemu.PROMPT)
        assert "tty0: 40x12, " in guest.log
        show(guest, "0123456789" * 5 + r"\e[11;99Hx")
        # The adapter still shows 80 columns: what was to the right of 40 stays.
        screen = [row[:40].rstrip() for row in guest.screen()]
        assert screen[:2] == ["0123456789" * 4, "0123456789"]
        assert screen[10] == " " * 39 + "x"
        assert screen[11] == "exo>"


@pytest.mark.parametrize("mode", [
    (0x1000, 160, 80, 25), (qemu.VGA_TEXT, 160, 80, 65536), (qemu.VGA_TEXT, 1 << 30, 80, 2),
    (qemu.VGA_TEXT, 2, 1, 1), (0xBFFF0, 160, 80, 25),
], ids=["address", "height", "pitch", "tiny", "end"])
def test_an_impossible_text_mode_is_reported_and_not_used(kernel, mode):
    with boot_with_text_mode(kernel, *mode) as guest:
        guest.expect(qemu.PROMPT)
        assert re.search(r"vga_text: the loader names an impossible text mode", guest.log)
        assert "tty0: 80x25, " in guest.log
        guest.expect_screen(r"^exo>")


# --- Configurations


@pytest.mark.parametrize("symbols", [
    {"SCROLLBACK_LINES": 0}, {"HEAP": "n", "THREADS": "n"}, {"MEMORY": "n"},
], ids=["no_lines", "no_heap", "no_memory"])
def test_the_screen_works_without_scroll_back(symbols):
    with qemu.boot(build.kernel(symbols=symbols).image) as guest:
        guest.expect(qemu.PROMPT)
        assert "tty0: 80x25, 0 lines of scroll-back" in guest.log
        show(guest, r"\e[5;5Hx")
        assert guest.screen()[4] == "    x"
