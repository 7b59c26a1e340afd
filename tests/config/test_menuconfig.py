# SPDX-License-Identifier: GPL-2.0-only
"""menuconfig, driven by keys in a real terminal."""

import json

import pytest

from terminal import Terminal
from workspace import DRIVER, PYTHON

READY = "Symbol info"  # in the line of keys below the menu


@pytest.fixture
def menu(tree):
    """Start menuconfig in a terminal; close it at the end."""
    opened = []

    def start(goal: str = "menuconfig", **extra: str) -> Terminal:
        environment = tree.environment(TERM="screen-256color", **extra)
        opened.append(Terminal([PYTHON, str(DRIVER), goal], tree.folder, environment))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


def quit_saving(terminal) -> str:
    terminal.type("q")
    terminal.wait_for("Save configuration?")
    terminal.type("y")
    return terminal.wait_for("[status 0]")


@pytest.mark.parametrize("goal", ["menuconfig", "nconfig"])
def test_a_changed_option_is_saved(tree, menu, goal):
    tree.done("defconfig")
    terminal = menu(goal)
    terminal.wait_for(READY)
    terminal.type("Down", "Space")
    terminal.wait_for("[ ] Network")
    assert ".config written" in quit_saving(terminal)
    assert tree.values()["NET"] == "n" and "DRIVER" not in tree.values()


def test_leaving_without_saving_changes_nothing(tree, menu):
    tree.done("defconfig")
    before = tree.dotconfig.read_bytes()
    terminal = menu()
    terminal.wait_for(READY)
    terminal.type("Down", "Space", "q")
    terminal.wait_for("Save configuration?")
    terminal.type("n")
    terminal.wait_for("[status 0]")
    assert tree.dotconfig.read_bytes() == before


def test_an_unchanged_config_is_left_without_a_question(tree, menu):
    tree.done("defconfig")
    terminal = menu()
    terminal.wait_for(READY)
    terminal.type("q")
    screen = terminal.wait_for("[status 0]")
    assert "No changes to save" in screen and "warning" not in screen


def test_menus_follow_the_folders(tree, menu):
    tree.done("defconfig")
    terminal = menu()
    terminal.wait_for(READY)
    terminal.type("End", "Enter")
    assert "[*] Driver" in terminal.wait_for("(16)    Depth")


def test_symbol_information_shows_the_dependencies(tree, menu):
    tree.done("defconfig")
    terminal = menu()
    terminal.wait_for(READY)
    terminal.type("End", "Enter", "?")
    screen = terminal.wait_for("Direct dependencies")
    assert "Name: DRIVER" in screen and "NET(=y)" in screen


def test_symbol_information_tells_why_and_the_fix(tree, menu):
    """Jump to a symbol that cannot be set, open its information."""
    tree.done("defconfig")
    terminal = menu()
    terminal.wait_for(READY)
    terminal.type("/", "F", "A", "S", "T")
    terminal.wait_for("FAST(=n)")
    terminal.type("C-f")
    screen = terminal.wait_for("Direct dependencies")
    assert "is n: unmet dependencies, port/Kconfig:18" in screen
    assert "depends on TOOL (=n), port/Kconfig:20" in screen
    assert "scripts/config --enable TOOL --enable FAST" in screen
    terminal.type("Escape", "Escape")
    terminal.wait_for(READY)


def test_symbol_information_is_about_what_was_changed_in_the_menu(tree, menu):
    tree.done("defconfig")
    terminal = menu()
    terminal.wait_for(READY)
    terminal.type("Down", "Down", "Space")
    terminal.wait_for("[*] Tool")
    terminal.type("/", "F", "A", "S", "T")
    terminal.wait_for("FAST(=n)")
    terminal.type("C-f")
    screen = terminal.wait_for("Direct dependencies")
    assert "can be changed: scripts/config --enable FAST" in screen and "Fix:" not in screen


PRICE = {"text": 1200, "rodata": 30, "data": 4, "bss": 64, "boot": 5000, "ram_kb": 8,
         "others": [], "toolchain": "gcc 12.2, qemu 7.2", "identity": "of another time"}


@pytest.mark.parametrize("stored, shown", [
    ({"DRIVER": PRICE}, ["+1234 bytes of the image: text +1200, rodata +30, data +4; bss +64",
                         "+5000 instructions to start up, +8 KB of RAM",
                         "by gcc 12.2, qemu 7.2, stale: make prices renews it"]),
    ({}, ["Not measured yet: make prices"]),
])
def test_symbol_information_shows_the_price(tree, menu, stored, shown):
    tree.done("defconfig")
    tree.write("scripts/prices/prices.json", json.dumps(stored))
    terminal = menu()
    terminal.wait_for(READY)
    terminal.type("End", "Enter", "?", "End")
    screen = terminal.wait_for("Price:")
    assert all(text in screen for text in shown), screen


def test_damaged_prices_are_told_and_the_menu_stays(tree, menu):
    tree.done("defconfig")
    tree.write("scripts/prices/prices.json", "{")
    terminal = menu()
    terminal.wait_for(READY)
    terminal.type("End", "Enter", "?", "End")
    assert "prices.json is damaged" in terminal.wait_for("Price:")
    terminal.type("q")
    terminal.wait_for(READY)


def test_without_config_the_default_is_opened_and_offered_for_saving(tree, menu):
    terminal = menu()
    terminal.wait_for(READY)
    quit_saving(terminal)
    assert tree.values()["DEPTH"] == "16"


def test_warnings_come_before_the_menu(tree, menu):
    tree.write(".config", "CONFIG_FAST=y", "rubbish")
    terminal = menu()
    screen = terminal.wait_for("Enter opens the menu now")
    assert "asked   CONFIG_FAST=y" in screen and "asked   rubbish" in screen
    terminal.type("Enter")
    terminal.wait_for(READY)
    quit_saving(terminal)
    assert "rubbish" not in tree.dotconfig.read_text()


def test_what_was_read_otherwise_is_told_before_the_menu(tree, menu):
    """A name of an earlier release, and a string in Latin-1, which the menu can show."""
    tree.dotconfig.write_bytes(b'CONFIG_NETWORK=y\nCONFIG_NAME="caf\xe9"\n')
    terminal = menu()
    screen = terminal.wait_for("Enter opens the menu now")
    assert ".config:1: NETWORK=y became NET=y" in screen
    assert ".config:2: not UTF-8, so it was read as Latin-1" in screen
    terminal.type("Enter")
    terminal.wait_for("(café) Name")
    quit_saving(terminal)
    assert tree.values() | {"NAME": '"café"', "NET": "y"} == tree.values()


@pytest.mark.parametrize("content", [b"", b"\xff\x00\xfe junk\n" * 50, b"CONFIG_NET=y"])
def test_any_bytes_in_config_open(tree, menu, content):
    """Left alone, the menu opens without a key being pressed."""
    tree.dotconfig.write_bytes(content)
    menu().wait_for(READY)


def test_config_that_cannot_be_read_opens(tree, menu):
    tree.dotconfig.mkdir()
    terminal = menu()
    assert "starting from the defaults" in terminal.wait_for("Enter opens the menu now")
    terminal.type("Enter")
    terminal.wait_for(READY)


def test_unknown_locale_and_empty_locale_open(tree, menu):
    tree.done("defconfig")
    menu(LANG="xx_YY.UTF-8", LC_ALL="xx_YY.UTF-8").wait_for(READY)
    menu(LANG="", LC_ALL="").wait_for(READY)


def test_an_answer_that_another_takes_back_is_told_at_the_end(tree, menu):
    tree.done("defconfig")
    terminal = menu()
    terminal.wait_for(READY)
    terminal.type("End", "Enter", "Down", "Down", "Enter")
    terminal.wait_for("Depth (int)")
    terminal.type("BSpace", "BSpace", "9", "Enter")
    terminal.wait_for("(9)     Depth")
    terminal.type("Left", "Home", "Down", "Space")
    terminal.wait_for("[ ] Network")
    screen = quit_saving(terminal)
    assert "asked   CONFIG_DEPTH=9   (menu)" in screen
    assert "NET is n: set in this session" in screen


@pytest.mark.parametrize("goal", ["menuconfig", "nconfig"])
def test_without_a_terminal_it_says_so(tree, goal):
    tree.done("defconfig")
    assert "needs a terminal" in tree.refused(goal)


def test_unknown_terminal_is_named(tree, menu):
    tree.done("defconfig")
    screen = menu_with_term(tree, "no-such-terminal")
    assert "the terminal 'no-such-terminal' is not known here" in screen
    assert "Traceback" not in screen


def menu_with_term(tree, term: str) -> str:
    terminal = Terminal([PYTHON, str(DRIVER), "menuconfig"], tree.folder,
                        tree.environment(TERM=term))
    try:
        return terminal.wait_for("[status 1]")
    finally:
        terminal.close()


def test_ctrl_c_writes_nothing(tree, menu):
    tree.done("defconfig")
    before = tree.dotconfig.read_bytes()
    terminal = menu()
    terminal.wait_for(READY)
    terminal.type("Down", "Space", "C-c")
    terminal.wait_for("[status 130]")
    assert tree.dotconfig.read_bytes() == before


def test_killed_menu_leaves_the_config_whole(tree, menu):
    tree.done("defconfig")
    before = tree.dotconfig.read_bytes()
    terminal = menu()
    terminal.wait_for(READY)
    terminal.type("Down", "Space")
    terminal.close()
    assert tree.dotconfig.read_bytes() == before


def test_real_tree_opens(exo):
    exo.done("defconfig")
    terminal = Terminal([PYTHON, str(DRIVER), "menuconfig"], exo.folder,
                        exo.environment(TERM="screen-256color"))
    try:
        screen = terminal.wait_for(READY)
    finally:
        terminal.close()
    for menu_of_folder in ("General setup", "Kernel core", "Device drivers"):
        assert menu_of_folder in screen
