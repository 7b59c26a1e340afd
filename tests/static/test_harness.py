# SPDX-License-Identifier: GPL-2.0-only
"""The parts of the harness that can be tried without a kernel."""

import re
import socket

import pytest

from harness import build, keys, pages, qemu, seed
from harness.qemu import ExitStatus
from harness.serial import ExpectError, Serial


def test_the_seed_depends_on_commit_and_purpose_only(monkeypatch):
    monkeypatch.setenv("EXO_TEST_SEED", "one")
    first = seed.numbers("flips", 3)
    assert first == seed.numbers("flips", 3)
    assert first != seed.numbers("builds", 3)
    monkeypatch.setenv("EXO_TEST_SEED", "two")
    assert first != seed.numbers("flips", 3)


def test_a_slice_keeps_order_and_count():
    chosen = seed.pick(range(100), 10, "any")
    assert chosen == sorted(chosen)
    assert len(chosen) in (10, 100)


def configure(objtree, **settings):
    build.configure(objtree, build.DEFAULT, (), settings, "gcc", None)
    return build.read_config(objtree / ".config")


@pytest.mark.parametrize("ci", ["", "true"])
def test_settings_replace_what_a_configuration_says(tmp_path, monkeypatch, ci):
    monkeypatch.setenv("CI", ci)
    wanted = {"HZ_1000": "y", "UBSAN": "y", "PANIC_DEFAULT_HALT": "n", "PANIC_DEFAULT_EXIT": "y",
              "KTEST": "n", "CMDLINE": "a b", "LOCALVERSION": "n", "BOOT_STACK_KB": "64",
              "SERIAL_8250_PORT": "0x2f8"}
    before, after = configure(tmp_path), configure(tmp_path, **wanted)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert wanted.items() <= after.items()
    assert changed - set(wanted) == {"HZ", "HZ_100"}


def test_settings_that_cannot_be_honoured_are_refused(tmp_path):
    with pytest.raises(build.BuildError, match="asked   CONFIG_HZ_100=n"):
        configure(tmp_path, HZ_100="n")
    with pytest.raises(build.BuildError, match="no Kconfig file defines it"):
        configure(tmp_path, NO_SUCH_OPTION="y")


def test_characters_become_chords():
    assert keys.chord("a") == ["a"]
    assert keys.chord("A") == ["shift", "a"]
    assert keys.chord("?") == ["shift", "slash"]
    assert keys.chord("ctrl-c") == ["ctrl", "c"]
    assert keys.chord("a", "fr") == ["q"]
    assert keys.chord("M", "fr") == ["shift", "semicolon"]
    assert keys.chord("]", "fr") == ["alt_r", "minus"]
    assert keys.chord(">", "fr") == ["shift", "less"]


@pytest.mark.parametrize("status,code", [(1, 0), (3, 1), (63, 31), (0, None), (-9, None)])
def test_debug_exit_codes_are_decoded(status, code):
    assert ExitStatus(status).debug_exit == code


def test_characters_may_come_in_pieces():
    ours, guest = socket.socketpair()
    with ours, guest:
        serial = Serial(ours)
        for byte in "né\n".encode():
            guest.sendall(bytes([byte]))
        assert serial.expect("^n.$", 5).group() == "né"


@pytest.mark.parametrize("before", ["", "a line\n", "\x1b[?25h\x1b[H\x1b[J\x1b[1;1H"])
def test_the_prompt_starts_a_line_or_a_screen(before):
    assert re.search(qemu.PROMPT, f"{before}exo> ", re.M)


@pytest.mark.parametrize("before", ["echo ", "\x1b[1;5H", "a line\n "])
def test_the_prompt_inside_a_line_is_none(before):
    assert not re.search(qemu.PROMPT, f"{before}exo> ", re.M)


def test_expect_consumes_and_reports_what_was_said():
    ours, guest = socket.socketpair()
    with ours, guest:
        serial = Serial(ours)
        guest.sendall(b"one\r\ntwo\r\n")
        assert serial.expect("^two$", 5).group() == "two"
        with pytest.raises(ExpectError, match="(?s)expected 'one'.*two"):
            serial.expect("one", 0.1)
        guest.close()
        with pytest.raises(ExpectError, match="the guest is gone"):
            serial.expect("three", 5)


def test_dots_in_a_page_stand_for_any_lines_and_line_numbers_do_not_count():
    printed = "one lib/Kconfig:7\ntwo\nthree 3\n"
    assert pages.matches("one lib/Kconfig:8\n...\nthree   3\n", printed)
    assert pages.matches("...\nthree 3\n...\n", printed)
    for wrong in ("one lib/Kconfig:7\nthree 3\n", "...\nthree 4\n", "one lib/Kbuild:7\n...\n", ""):
        assert not pages.matches(wrong, printed), wrong


@pytest.mark.parametrize("page,result", [
    ("`b`:\n\n```make\nnew\n```\n", "new\n"),
    ("`a`, at the end:\n\n```make\nnew\n```\n", "x\nend\ny\nend\nz\nnew\n"),
    ("`a`, before the last `end`:\n\n```make\nnew\n```\n", "x\nend\ny\nnew\n\nend\nz\n"),
])
def test_a_block_of_a_page_goes_where_the_page_says(tmp_path, monkeypatch, page, result):
    (tmp_path / "a").write_text("x\nend\ny\nend\nz\n")
    monkeypatch.setattr(pages, "read", lambda name: f"Text.\n\n{page}\nMore `code`.\n")
    pages.follow("any.md", tmp_path)
    assert (tmp_path / page[1]).read_text() == result
