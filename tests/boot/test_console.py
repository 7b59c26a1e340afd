# SPDX-License-Identifier: GPL-2.0-only
"""What reaches which console: levels, console=, the log, the VGA text screen."""

import re

import pytest

from harness import build, qemu

SCREEN_PROMPT = r"^exo>"  # a row ends in no blanks
STAMP = r"\[ *\d+\.\d{6}\] "
BANNER = r"Exo-OS \d+\.\d+\.\d+ "


@pytest.fixture(scope="module")
def image():
    return build.kernel().image


def boot_log(image, cmdline: str = "", **options) -> str:
    """The serial log up to the prompt."""
    with qemu.boot(image, cmdline=cmdline, **options) as guest:
        guest.expect(qemu.PROMPT)
        return guest.log


def log_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if re.match(STAMP, line)]


def test_messages_carry_growing_time_stamps(image):
    stamps = [float(line[1:13]) for line in log_lines(boot_log(image))]
    assert len(stamps) >= 4
    assert stamps == sorted(stamps)
    assert stamps[0] == 0 and stamps[-1] > 0


def test_quiet_shows_no_information_and_dmesg_keeps_it(image):
    with qemu.boot(image, cmdline="quiet") as guest:
        guest.expect(qemu.PROMPT)
        assert not re.search(STAMP + BANNER, guest.log)
        assert re.search(STAMP + BANNER, guest.command("dmesg"))


def test_loglevel_filters_by_level(image):
    notices = boot_log(image, "loglevel=6")
    assert re.search(STAMP + BANNER, notices)  # a notice, level 5
    assert "command line: loglevel" not in notices  # information, level 6
    everything = boot_log(image, "loglevel=7")
    assert re.search(STAMP + BANNER, everything)
    assert "command line: loglevel" in everything


def test_later_level_wins_and_ignore_loglevel_wins_over_all(image):
    assert "command line: quiet" in boot_log(image, "quiet loglevel=7")
    assert "command line: ignore" in boot_log(image, "ignore_loglevel quiet")


@pytest.mark.parametrize("word", ["loglevel=9", "loglevel=x", "loglevel=", "console=",
                                  "console=ttyS0,fast", "console=ttyS0,0"])
def test_refused_value_is_reported(image, word):
    name = word.split("=")[0]
    assert re.search(STAMP + r"command line: .*" + name, boot_log(image, word))


def test_unknown_word_is_reported(image):
    assert re.search(r"unknown.*frobnicate", boot_log(image, "frobnicate"))


def test_console_that_does_not_exist_is_reported(image):
    log = boot_log(image, "console=ttyS9 console=ttyS0")
    assert re.search(r"no console is named ttyS9", log)


def test_screen_and_serial_line_show_the_same_log(image):
    with qemu.boot(image) as guest:
        guest.expect(qemu.PROMPT)
        serial = log_lines(guest.log)
        guest.expect_screen(SCREEN_PROMPT)
        screen = guest.screen()
    shown = [row for row in screen if re.match(STAMP, row)]
    assert shown
    # The oldest lines may have scrolled away; rows are cut at 80 columns.
    for row in shown:
        assert any(line.startswith(row) for line in serial), row


def test_console_tty0_alone_silences_the_serial_line(image):
    with qemu.boot(image, cmdline="console=tty0") as guest:
        guest.expect_screen(SCREEN_PROMPT)
        after_parsing = guest.log.split("\n", 1)[-1]
        assert "exo>" not in guest.log
        assert not re.search(BANNER, after_parsing)


def test_console_ttys0_alone_silences_the_screen(image):
    with qemu.boot(image, cmdline="console=ttyS0,115200") as guest:
        guest.expect(qemu.PROMPT)
        assert not any("exo>" in row for row in guest.screen())


def test_both_consoles_can_be_named(image):
    with qemu.boot(image, cmdline="console=tty0 console=ttyS0,9600n8") as guest:
        guest.expect(qemu.PROMPT)
        guest.expect_screen(SCREEN_PROMPT)


def test_kernel_survives_without_serial_port(image):
    with qemu.boot(image, serial=False) as guest:
        guest.expect_screen(SCREEN_PROMPT)
        guest.send_keys("shift-pgup")
        guest.expect_screen("no UART")
        guest.wait_halted()
        guest.assert_no_reset()


def test_kernel_survives_without_screen(image):
    with qemu.boot(image, extra=["-vga", "none"]) as guest:
        guest.expect(qemu.PROMPT)
        assert "tty0" not in guest.command("consoles")


def test_kernel_survives_without_any_console(image):
    with qemu.boot(image, serial=False, extra=["-vga", "none"]) as guest:
        guest.wait_halted()
        guest.assert_no_reset()


def test_screen_scrolls_and_keeps_the_newest_lines(image):
    with qemu.boot(image) as guest:
        guest.expect(qemu.PROMPT)
        for number in range(30):
            guest.command(f"echo line {number}")
        guest.expect_screen(SCREEN_PROMPT)
        screen = "\n".join(guest.screen())
    assert "line 29" in screen and "line 18" in screen
    assert "line 0\n" not in screen


def test_clear_empties_the_screen(image):
    with qemu.boot(image) as guest:
        guest.expect(qemu.PROMPT)
        guest.command("echo before")
        guest.send("clear\n")
        guest.expect_screen(r"\Aexo>")
        assert "before" not in "\n".join(guest.screen())


def test_dmesg_gives_every_line_once(image):
    with qemu.boot(image, cmdline="debug") as guest:
        guest.expect(qemu.PROMPT)
        before = log_lines(guest.log)
        again = log_lines(guest.command("dmesg"))
    assert before == again


def test_small_log_buffer_keeps_the_newest_lines():
    image = build.kernel(symbols={"LOG_BUF_SHIFT": 12}).image
    words = " ".join(f"word{number:03}" for number in range(100))
    with qemu.boot(image, cmdline=words) as guest:
        guest.expect(qemu.PROMPT)
        log = guest.command("dmesg")
        assert "word000" in guest.log
    assert not re.search(r"unknown.*word000", log)
    assert re.search(STAMP + "rtc:", log)


def test_log_without_time_stamps():
    log = boot_log(build.kernel(symbols={"PRINTK_TIME": "n"}).image)
    assert re.search("^" + BANNER, log, re.MULTILINE)
    assert not log_lines(log)


def test_default_level_comes_from_the_configuration():
    image = build.kernel(symbols={"CONSOLE_LOGLEVEL_DEFAULT": 4}).image
    assert not log_lines(boot_log(image))


def test_kernel_without_log_prints_no_messages_and_answers():
    image = build.kernel(symbols={"PRINTK": "n"}).image
    with qemu.boot(image, cmdline="frobnicate") as guest:
        guest.expect(qemu.PROMPT)
        assert not log_lines(guest.log) and "frobnicate" not in guest.log
        assert "echoed" in guest.command("echo echoed")


def test_kernel_without_screen_driver_leaves_the_screen_alone():
    image = build.kernel(symbols={"VGA_TEXT": "n"}).image
    with qemu.boot(image) as guest:
        guest.expect(qemu.PROMPT)
        assert not any("exo>" in row for row in guest.screen())
