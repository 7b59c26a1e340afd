# SPDX-License-Identifier: GPL-2.0-only
"""
The terminal as programs for TERM=linux see it: what tput emits, recordings of
real programs, and random bytes.

data/NAME.recording is what a program wrote to a pseudo-terminal of 80x25 with
TERM=linux, data/NAME.screen what pyte 0.8, a terminal emulator in Python, made
of it: 25 rows of text, then for each row COUNT*LOOK, a look being digits for
foreground, background and underlining, with a point for the foreground of a
blank. One cell is not pyte's: row 6 of top is full when the rest of it is erased,
which takes the last cell on the Linux console and nothing in pyte.
"""

import functools
import itertools
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness import seed
from harness.paths import LONG
from host_build import build_program, run_program
from test_lib import TERMINAL

DATA = Path(__file__).parent / "tty/data"
RECORDINGS = sorted(path.stem for path in DATA.glob("*.recording"))

BLACK, RED, GREEN, BLUE, WHITE = 0, 1, 2, 4, 7
BRIGHT = 8
UNDERLINE, BLINK = 1, 2


@dataclass
class Screen:
    rows: list[str]
    looks: list[list[str]]
    cursor: tuple[int, int, bool]
    replies: bytes

    def text(self) -> str:
        return "/".join(row.rstrip() for row in self.rows).rstrip("/")

    def look(self, row: int, column: int) -> tuple[int, int, int]:
        return tuple(int(digit, 16) for digit in self.looks[row][column])


@functools.cache
def program(name: str) -> Path:
    return build_program(name, kernel=TERMINAL.split(),
                         host=["tests/host/tty/host_display.c", f"tests/host/tty/{name}.c"])


def show(data: bytes, columns: int = 20, rows: int = 6, chunk: int = 0) -> Screen:
    """The screen that the bytes make, given to the terminal in chunks."""
    done = subprocess.run([program("terminal_run"), str(columns), str(rows), str(chunk)],
                          input=data, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr.decode(errors="replace")
    lines = done.stdout.decode().split("\n")
    looks = [re.findall("...", line) for line in lines[rows:2 * rows]]
    row, column, visible = map(int, lines[2 * rows].split())
    return Screen(lines[:rows], looks, (row, column, bool(visible)),
                  bytes.fromhex(lines[2 * rows + 1]))


# --- tput


def tput(line: str) -> bytes:
    """What `tput -T linux WORDS` emits, for each of "WORDS, WORDS"; 'text' stands for itself."""
    out = b""
    for words in line.split(", "):
        if words.startswith("'"):
            out += words.strip("'").encode().decode("unicode_escape").encode()
        else:
            out += subprocess.run(["tput", "-T", "linux", *words.split()], check=True,
                                  capture_output=True).stdout
    return out


LETTERS = r"'a\r\nb\r\nc\r\nd\r\ne\r\nf'"
SCREENS = {  # what is emitted: the screen, the cursor
    "cup 2 3, 'x'": ("//   x", (2, 4)),
    "'abc', home, 'x'": ("xbc", (0, 1)),
    "'abc', clear, 'x'": ("x", (0, 1)),
    "'abcdef', cub 3, el": ("abc", (0, 3)),
    "'abcdef', cub 3, el1": ("    ef", (0, 3)),
    f"{LETTERS}, cup 2 0, ed": ("a/b", (2, 0)),
    "'abc', cr, smir, 'xy', rmir, 'z'": ("xyzbc", (0, 3)),
    "'abc', cr, ich 2, 'x'": ("x abc", (0, 1)),
    "'abc', cr, ich1, 'x'": ("xabc", (0, 1)),
    "'abc', cr, dch 2, 'x'": ("x", (0, 1)),
    "'abc', cr, dch1": ("bc", (0, 0)),
    "'abcdef', cr, cuf1, ech 2": ("a  def", (0, 1)),
    f"{LETTERS}, cup 1 0, il 2": ("a///b/c/d", (1, 0)),
    f"{LETTERS}, cup 1 0, il1": ("a//b/c/d/e", (1, 0)),
    f"{LETTERS}, cup 1 0, dl 2": ("a/d/e/f", (1, 0)),
    f"{LETTERS}, cup 1 0, dl1": ("a/c/d/e/f", (1, 0)),
    f"{LETTERS}, csr 1 3, cup 3 0, ind": ("a/c/d//e/f", (3, 0)),
    f"{LETTERS}, csr 1 3, cup 1 0, ri": ("a//b/c/e/f", (1, 0)),
    "cud 2, cuf 3, 'x', cuu 1, cub 2, 'y'": ("/  y/   x", (1, 3)),
    "cud1, cuf1, 'x', cuu1, 'y', cub1, cub1, 'z'": (" zy/ x", (0, 2)),
    "hpa 4, 'x', vpa 2, 'y'": ("    x//     y", (2, 6)),
    "nel, 'x'": ("/x", (1, 1)),
    "'ab', sc, cup 3 3, rc, 'x'": ("abx", (0, 3)),
    "tbc, cup 0 5, hts, cr, ht, 'x'": ("     x", (0, 6)),
    "ht, 'x', ht, 'y'": ("        x       y", (0, 17)),
    "enacs, smacs, 'lqk', rmacs, 'lqk'": ("┌─┐lqk", (0, 6)),
    r"smpch, '\x01', rmpch, 'x'": ("☺x", (0, 2)),
    "rmam, 'abcdefghijklmnopqrstuvwxyz', smam": ("abcdefghijklmnopqrsz", (0, 19)),
    "'abcdefghijklmnopqrst', cub1, 'x'": ("abcdefghijklmnopqrxt", (0, 19)),
    "'abcdefghijklmnopqrst', 'u'": ("abcdefghijklmnopqrst/u", (1, 1)),
    "initc 1 900 100 0, oc, 'x'": ("x", (0, 1)),
    "'abc', flash, 'd'": ("abcd", (0, 4)),
    "'abc', rs1, 'd'": ("d", (0, 1)),
    "'abc', bel, 'd'": ("abcd", (0, 4)),
}


@pytest.mark.parametrize("line", SCREENS)
def test_tput_moves_and_edits(line):
    screen = show(tput(line))
    assert (screen.text(), screen.cursor[:2]) == SCREENS[line]


LOOKS = {
    "sgr0": (WHITE, BLACK, 0),
    "bold": (WHITE | BRIGHT, BLACK, 0),
    "dim": (BLACK | BRIGHT, BLACK, 0),
    "blink": (WHITE, BLACK, BLINK),
    "rev": (BLACK, WHITE, 0),
    "smso": (BLACK, WHITE, 0),
    "smso, rmso": (WHITE, BLACK, 0),
    "smul": (WHITE, BLACK, UNDERLINE),
    "smul, rmul": (WHITE, BLACK, 0),
    "setaf 1": (RED, BLACK, 0),
    "setab 4": (WHITE, BLUE, 0),
    "setaf 1, setab 4, op": (WHITE, BLACK, 0),
    "setaf 2, setab 4, bold, sgr0": (WHITE, BLACK, 0),
    "sgr 0 1 0 0 0 1 0 0 0": (WHITE | BRIGHT, BLACK, UNDERLINE),
    "sgr 1 0 0 0 0 0 0 0 0": (BLACK, WHITE, 0),
}


@pytest.mark.parametrize("line", LOOKS)
def test_tput_sets_attributes(line):
    assert show(tput(line + ", 'x'")).look(0, 0) == LOOKS[line]


def test_tput_hides_and_shows_the_cursor():
    assert not show(tput("civis")).cursor[2]
    assert show(tput("civis, cnorm")).cursor[2]
    assert show(tput("civis, cvvis")).cursor[2]


def test_tput_erases_in_the_background_colour():
    assert show(tput("setab 4, clear")).look(5, 19) == (WHITE, BLUE, 0)


def test_terminfo_questions_are_answered():
    assert show(tput("cup 2 3, u7")).replies == b"\033[3;4R"
    assert show(tput("u9")).replies == b"\033[?6c"


def test_every_capability_of_terminfo_is_understood():
    """None leaves a character on the screen, as a sequence that is cut short would."""
    listing = subprocess.run(["infocmp", "-1", "linux"], text=True, check=True,
                             capture_output=True).stdout
    strings = dict(re.findall(r"^\t(\w+)=(.*),$", listing, re.MULTILINE))
    names = {name for name in strings if not name.startswith("k")} - {"acsc", "u6", "u8"}
    assert len(names) > 60
    for name in sorted(names):
        parameters = len(set(re.findall(r"%p\d", strings[name])))
        assert show(tput(name + " 1" * parameters)).text() == "", name


# --- Recordings


def expected_screen(name: str) -> tuple[list[str], list[list[str]]]:
    lines = (DATA / f"{name}.screen").read_text().split("\n")
    looks = []
    for line in lines[25:50]:
        runs = (run.split("*") for run in line.split())
        looks.append(list(itertools.chain(*([look] * int(count) for count, look in runs))))
    return lines[:25], looks


def without_blank_colours(screen: Screen) -> list[list[str]]:
    """The foreground of a blank is seen by nobody, and emulators differ in it."""
    return [["." + look[1:] if character == " " else look
             for character, look in zip(row, looks)]
            for row, looks in zip(screen.rows, screen.looks)]


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_recorded_program_makes_the_screen_that_another_emulator_shows(name):
    text, looks = expected_screen(name)
    screen = show((DATA / f"{name}.recording").read_bytes(), 80, 25)
    assert [row.rstrip() for row in screen.rows] == text
    assert without_blank_colours(screen) == looks


@pytest.mark.parametrize("chunk", [1, 7, 1000])
@pytest.mark.parametrize("name", RECORDINGS)
def test_how_the_output_is_cut_into_writes_does_not_matter(name, chunk):
    data = (DATA / f"{name}.recording").read_bytes()
    assert show(data, 80, 25, chunk) == show(data, 80, 25)


# --- Anything


def test_random_bytes_do_no_harm_and_a_reset_leads_back():
    rounds = 1500 * (20 if LONG else 1)
    done = run_program(program("terminal_fuzz"), str(seed.number("terminal")), str(rounds))
    assert done.returncode == 0 and not done.stderr, done.stdout + done.stderr
