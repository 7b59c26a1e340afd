# SPDX-License-Identifier: GPL-2.0-only
"""Terminals as programs and those who type see them: the shell of the userland."""

import hashlib
from typing import Iterator

import pytest

from harness import build, qemu

PROMPT = r"exo:[^\n]*[$#] (\x1b\[6n)?"
CTRL_C, CTRL_D, CTRL_Q, CTRL_S, CTRL_U = "\x03", "\x04", "\x11", "\x13", "\x15"
CTRL_V, CTRL_W, CTRL_Z, QUIT, ERASE = "\x16", "\x17", "\x1a", "\x1c", "\x7f"


def boot(**options: object) -> qemu.Guest:
    """The default kernel with the userland beside it."""
    kernel = build.kernel()
    archive = "usr/userland.cpio.gz"
    with build.locked(kernel.dir):
        build.make(archive, objtree=kernel.dir, cc=kernel.cc)
    return qemu.boot(kernel.image, initrd=kernel.dir / archive, **options)


@pytest.fixture(scope="module")
def guests() -> Iterator[list[qemu.Guest]]:
    """Those that were booted; the last one is in use."""
    booted: list[qemu.Guest] = []
    yield booted
    for each in booted:
        each.close()


@pytest.fixture
def guest(guests: list[qemu.Guest]) -> qemu.Guest:
    """In the shell, without jobs, with the settings of a terminal nobody has changed."""
    if not guests or not is_as_new(guests[-1]):
        guests.append(boot(cpu="max"))
        guests[-1].expect(PROMPT)
        assert is_as_new(guests[-1])
    return guests[-1]


def is_as_new(guest: qemu.Guest) -> bool:
    """Not if a test has failed in it."""
    try:
        return run(guest, "stty sane; jobs") == ""
    except qemu.ExpectError:
        return False


def run(guest: qemu.Guest, line: str) -> str:
    """What the command prints until the next prompt."""
    guest.send(line + "\n")
    guest.expect(r"[^\n]*\n")
    printed = guest.expect(rf"(?s)(.*?){PROMPT}").group(1)
    return printed.replace("\r", "").strip()


def start(guest: qemu.Guest, line: str, before: str = "") -> None:
    """A job that reads or runs on, the end of a pipeline; waits until it has begun."""
    guest.send(f"{before}sh -c 'echo be\"\"gun; {line}'\n")
    guest.expect(r"begun\n")


def test_ctrl_c_ends_the_job_in_the_foreground(guest):
    start(guest, "exec sleep 1000")
    guest.send(CTRL_C)
    guest.expect(r"\^C")
    guest.expect(PROMPT)
    assert run(guest, "echo $?") == "130"


def test_quit_ends_it_too(guest):
    # "sh -c" ignores it until exec; a reader that answers is past that.
    start(guest, "exec cat")
    guest.send("ready\n")
    guest.expect(r"ready\nready\n")
    guest.send(QUIT)
    guest.expect(r"\^\\")
    guest.expect(PROMPT)
    assert run(guest, "echo $?") == "131"


def test_ctrl_c_reaches_all_of_a_pipeline(guest):
    start(guest, "exec sleep 1000", before="sleep 1000 | cat | ")
    guest.send(CTRL_C)
    guest.expect(PROMPT)
    assert "sleep" not in run(guest, "ps")


def test_ctrl_z_stops_and_fg_goes_on(guest):
    # It tells that it goes on: the shell names the job before that is in the foreground.
    start(guest, 'trap "echo goes on" CONT; while sleep 0.1; do :; done')
    guest.send(CTRL_Z)
    guest.expect(r"\^Z")
    guest.expect(PROMPT)
    assert "Stopped" in run(guest, "jobs")
    guest.send("fg\n")
    guest.expect(r"\ngoes on\r?\n")
    guest.send(CTRL_C)
    guest.expect(PROMPT)
    assert run(guest, "jobs") == ""


def test_a_stopped_reader_goes_on_reading(guest):
    start(guest, "exec cat")
    guest.send("one\n")
    guest.expect(r"one\none\n")
    guest.send(CTRL_Z)
    guest.expect(PROMPT)
    guest.send("fg\n")
    guest.expect(r"cat[^\n]*\n")
    guest.send("two\n")
    guest.expect(r"two\ntwo\n")
    guest.send(CTRL_D)
    guest.expect(PROMPT)


def test_a_line_is_edited_while_it_is_typed(guest):
    start(guest, "exec cat -v")
    guest.send(f"ab{ERASE}c\n")
    guest.expect(r"ab\x08 \x08c\nac\n")
    guest.send(f"dropped{CTRL_U}kept\n")
    guest.expect(r"kept\nkept\n")
    guest.send(f"two words{CTRL_W}things\n")
    guest.expect(r"things\ntwo things\n")
    guest.send(f"{CTRL_V}{CTRL_C}{CTRL_V}{CTRL_D}\n")
    guest.expect(r"\^C\^D\n\^C\^D\n")
    guest.send(CTRL_D)
    guest.expect(PROMPT)


def test_an_end_of_file_ends_a_line_or_the_input(guest):
    start(guest, "exec cat")
    guest.send(f"no newline{CTRL_D}")
    guest.expect(r"no newlineno newline")
    guest.send(CTRL_D)
    guest.expect(PROMPT)


def test_the_terminal_tells_its_settings(guest):
    told = run(guest, "stty -a")
    assert "speed 115200 baud" in told
    assert "intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D" in told
    assert "isig icanon iexten echo " in told
    assert run(guest, "stty rows 33 columns 99; stty size") == "33 99"
    assert run(guest, "tty") == "/dev/console"


def test_raw_bytes_are_read_as_they_come(guest):
    run(guest, "stty raw -echo; echo")
    start(guest, "dd bs=1 count=4 2> /dev/null | od -c; stty sane")
    guest.send(f"a{CTRL_C}\r")
    guest.send(CTRL_D)
    guest.expect(r"a 003  \\r 004")
    guest.expect(PROMPT)


def test_speed_and_frame_can_be_set(guest):
    assert run(guest, "stty 9600 cs7 parenb; stty -a | head -n 1").startswith("speed 9600 baud")
    assert "parenb -parodd" in run(guest, "stty -a")
    assert run(guest, "stty 115200 cs8 -parenb; stty speed") == "115200"


def test_a_line_too_long_keeps_its_end(guest):
    start(guest, "stty -echo; head -n 1 | wc -c; stty echo")
    guest.send("x" * 5000 + "\n")
    assert guest.expect(r"(\d+)\n").group(1) == "4096"
    guest.expect(PROMPT)


def test_nothing_of_a_long_paste_is_lost(guest):
    lines = "".join(f"{i:05} " + "x" * (i % 97) + "\n" for i in range(1300))
    expected = hashlib.sha256(lines.encode()).hexdigest()
    assert len(lines) > 1 << 16
    start(guest, "stty -echo; sha256sum; stty echo")
    guest.send(lines + CTRL_D)
    assert guest.expect(r"([0-9a-f]{64})  -", timeout=100).group(1) == expected
    guest.expect(PROMPT)


def test_a_background_job_may_not_read(guest):
    run(guest, "cat &")
    assert "Stopped" in run(guest, "sleep 0.2; jobs")
    run(guest, "kill %1; fg")
    assert run(guest, "jobs") == ""


def test_a_background_job_writes_unless_told_not_to(guest):
    assert run(guest, "(echo from 'the' background) & wait").splitlines()[0] == (
        "from the background")
    run(guest, "stty tostop; (echo not shown) &")
    told = run(guest, "sleep 0.2; jobs; stty -tostop")
    assert "Stopped" in told
    guest.send("fg\n")
    guest.expect(r"not shown\n")
    guest.expect(PROMPT)


def test_ctrl_s_holds_what_is_printed(guest):
    guest.send("(sleep 0.3; echo at; echo 'last') & sleep 0.1\n")
    guest.expect(PROMPT)
    start(guest, "exec sleep 1")
    guest.send(CTRL_S)
    guest.send(CTRL_Q)
    guest.expect(r"last\n")
    guest.expect(PROMPT)


def test_dev_tty_is_the_controlling_terminal(guest):
    assert run(guest, "echo here > /dev/tty") == "here"
    assert "No such device or address" in run(
        guest, "setsid sh -c 'echo x > /dev/tty' 2>&1 | cat")


def test_a_session_that_ends_takes_its_foreground_with_it(guest):
    guest.send("(sleep 0.5; kill -9 $$) &\n")
    guest.expect(PROMPT)
    start(guest, "exec sleep 1000")
    guest.expect(PROMPT)
    assert "sleep" not in run(guest, "ps")
    start(guest, "exec sleep 1000")
    guest.send(CTRL_C)
    guest.expect(PROMPT)
    assert run(guest, "echo $?") == "130"


def test_screen_and_keyboard_are_a_terminal():
    with boot(cmdline="console=tty0", serial=False) as guest:
        guest.expect_screen(r"exo:~#")
        guest.send_keys(*"cat\n")
        guest.send_keys(*"typed\n")
        guest.expect_screen(r"typed\ntyped")
        guest.send_keys("ctrl-c")
        guest.send_keys(*"stty", "spc", *"size\n")
        guest.expect_screen(r"25 80")
