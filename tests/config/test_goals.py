# SPDX-License-Identifier: GPL-2.0-only
"""Each goal of the driver does what its name says in Linux."""

import pytest


def test_defconfig_is_the_default_defconfig(tree):
    tree.done("defconfig")
    values = tree.values()
    tree.dotconfig.unlink()
    tree.done("x86_64_defconfig")
    assert tree.values() == values and values["DEPTH"] == "16"


def test_fragments_apply_in_the_order_given(tree):
    tree.write("defconfigs/fragments/flat.config", "CONFIG_DEPTH=1")
    tree.done("defconfig", "deep.config", "flat.config")
    assert tree.values()["DEPTH"] == "1"
    tree.done("defconfig", "flat.config", "deep.config")
    assert tree.values()["DEPTH"] == "32"


def test_fragment_alone_goes_on_top_of_the_present_config(tree):
    tree.done(tree.defconfig("CONFIG_NET=y", 'CONFIG_NAME="mine"'))
    tree.done("fast.config", "deep.config")
    assert tree.values() | {"NAME": '"mine"', "FAST": "y", "DEPTH": "32"} == tree.values()


def test_fragment_may_be_a_path(tree):
    tree.write("elsewhere/own.config", "CONFIG_DEPTH=2")
    tree.done("defconfig", "elsewhere/own.config")
    assert tree.values()["DEPTH"] == "2"


def test_missing_defconfig_is_named_with_the_nearest(tree):
    message = tree.refused("x86_46_defconfig")
    assert "did you mean x86_64_defconfig?" in message


def test_missing_fragment_is_named_with_the_nearest(tree):
    message = tree.refused("defconfig", "depe.config")
    assert "did you mean deep.config?" in message
    assert not tree.dotconfig.exists()


def test_unknown_goal_is_refused(tree):
    result = tree.run("frobconfig")
    assert result.returncode == 2 and "unknown goal 'frobconfig'" in result.stderr


def test_broken_kconfig_file_is_named_with_its_line(tree):
    tree.write("base/Kconfig", "# broken", "config", "\tbool")
    message = tree.refused("olddefconfig")
    assert "base/Kconfig:2" in message


@pytest.mark.parametrize("goal", ["olddefconfig", "syncconfig", "savedefconfig"])
def test_without_config_the_default_is_taken_and_said(tree, goal):
    message = tree.done(goal)
    assert "no .config: starting from" in message and "x86_64_defconfig" in message


def test_olddefconfig_gives_new_symbols_their_defaults_and_names_them(tree):
    tree.write(".config", "CONFIG_NET=y")
    message = tree.done("olddefconfig")
    assert "new, at their defaults:" in message and "DEPTH" in message
    assert tree.values()["DEPTH"] == "8"


def test_olddefconfig_twice_changes_nothing(tree):
    tree.done("defconfig")
    before = tree.dotconfig.stat()
    assert "up to date" in tree.done("olddefconfig")
    assert tree.dotconfig.stat().st_mtime_ns == before.st_mtime_ns


def test_old_config_is_kept_beside_the_new(tree):
    tree.done("defconfig")
    before = tree.dotconfig.read_text()
    tree.done("alldefconfig")
    assert (tree.folder / ".config.old").read_text() == before


def test_kconfig_config_names_another_file(tree):
    tree.done("defconfig", KCONFIG_CONFIG="other")
    assert (tree.folder / "other").exists() and not tree.dotconfig.exists()


def test_config_may_be_a_symbolic_link(tree):
    target = tree.write("real", "CONFIG_NET=y")
    tree.dotconfig.symlink_to("real")
    tree.done("olddefconfig")
    assert tree.dotconfig.is_symlink() and "CONFIG_DEPTH=8" in target.read_text()


def test_listnewconfig_lists_new_symbols_and_writes_nothing(tree):
    tree.write(".config", "CONFIG_NET=y", "CONFIG_DRIVER=y")
    lines = tree.done("listnewconfig").splitlines()
    assert "CONFIG_DEPTH=8" in lines and "# CONFIG_TOOL is not set" in lines
    assert not any("CONFIG_NET" in line or "CONFIG_RATE=" in line for line in lines)
    assert tree.dotconfig.read_text() == "CONFIG_NET=y\nCONFIG_DRIVER=y\n"


def test_helpnewconfig_adds_the_help(tree):
    tree.write(".config", "CONFIG_NET=y")
    message = tree.done("helpnewconfig")
    assert "CONFIG_DEPTH=8" in message and "  A depth." in message


def test_listnewconfig_of_a_full_config_is_empty(tree):
    tree.done("defconfig")
    assert tree.done("listnewconfig") == ""


def test_oldconfig_asks_only_for_what_is_new(tree):
    tree.done("defconfig")
    tree.script("config", "--undefine", "DEPTH")
    message = tree.done("oldconfig", stdin="7\n")
    assert "Depth (DEPTH) [8] (NEW)" in message and "TOOL" not in message
    assert tree.values()["DEPTH"] == "7"


def test_oldconfig_asks_again_after_a_bad_answer_and_for_help(tree):
    tree.done("defconfig")
    tree.script("config", "--undefine", "DEPTH")
    message = tree.done("oldconfig", stdin="?\nmany\n99\n9\n")
    assert "A depth." in message
    assert "many: not a decimal number" in message and "99 is outside 1..64" in message
    assert tree.values()["DEPTH"] == "9"


def test_oldconfig_asks_about_what_an_answer_brings_up(tree):
    tree.done("alldefconfig")
    tree.script("config", "--undefine", "NET")
    message = tree.done("oldconfig", stdin="y\n\n\n\n\n\n\n")
    assert "Driver (DRIVER)" in message and "Port (PORT)" in message
    assert tree.values()["PORT"] == "0x3f8"


def test_oldconfig_offers_a_choice_by_number(tree):
    tree.write(".config", "CONFIG_NET=y", 'CONFIG_NAME="a"', "# CONFIG_TOOL is not set",
               "# CONFIG_DRIVER is not set")
    message = tree.done("oldconfig", stdin="3\n2\n")
    assert "> 1. Low (RATE_LOW)" in message and "a number from 1 to 2" in message
    assert tree.values()["RATE_HIGH"] == "y" and tree.values()["RATE"] == "1000"


def test_oldconfig_without_answers_says_so_and_writes_nothing(tree):
    tree.write(".config", "CONFIG_NET=y")
    message = tree.refused("oldconfig")
    assert "needs an answer, and standard input is at its end" in message
    assert "olddefconfig" in message
    assert tree.dotconfig.read_text() == "CONFIG_NET=y\n"


def test_oldconfig_with_nothing_new_needs_no_input(tree):
    tree.done("defconfig")
    assert "up to date" in tree.done("oldconfig")


def test_config_asks_about_everything(tree):
    tree.done("alldefconfig")
    message = tree.done("config", stdin="\n" * 20)
    assert "Name (NAME) [plain]" in message and "Network (NET) [N/y/?]" in message


def test_savedefconfig_is_what_differs_from_the_defaults(tree):
    tree.done("defconfig", "fast.config")
    tree.done("savedefconfig")
    saved = (tree.folder / "defconfig").read_text()
    assert saved == "CONFIG_NET=y\nCONFIG_TOOL=y\nCONFIG_DEPTH=16\nCONFIG_FAST=y\n"


def test_savedefconfig_survives_a_round_trip(tree):
    tree.done("defconfig", "fast.config")
    before = tree.dotconfig.read_text()
    tree.done("savedefconfig")
    (tree.folder / "defconfig").rename(tree.folder / "defconfigs/saved_defconfig")
    tree.dotconfig.unlink()
    tree.done("saved_defconfig")
    assert tree.dotconfig.read_text() == before


def test_list_defconfigs_shows_one_line_each(tree):
    lines = tree.done("list-defconfigs").splitlines()
    assert len(lines) == 5
    assert ["x86_64_defconfig", "The default of the test tree"] in [
        line.split(maxsplit=1) for line in lines]
    assert ["deep.config", "A deeper queue"] in [line.split(maxsplit=1) for line in lines]


def test_checkdefconfigs_accepts_what_is_in_order(tree):
    assert tree.done("checkdefconfigs") == ""


@pytest.mark.parametrize("lines, problem", [
    (["# x", "CONFIG_NET=y", "CONFIG_DRIVER=y"], "-CONFIG_DRIVER=y"),
    (["# x", "CONFIG_TOOL=y", "CONFIG_NET=y"], "not minimal or not in Kconfig order"),
    (["# x", "CONFIG_FAST=y"], "asked   CONFIG_FAST=y"),
    (["CONFIG_NET=y"], "no comment says what it is for"),
])
def test_checkdefconfigs_refuses_a_defconfig_that_is_not(tree, lines, problem):
    tree.write("defconfigs/bad_defconfig", *lines)
    assert problem in tree.refused("checkdefconfigs")


@pytest.mark.parametrize("lines, problem", [
    (["# x", "CONFIG_RATE=5"], "has no prompt"),
    (["# x", "CONFIG_DEPTH=9", "CONFIG_TOOL=y"], "comes before DEPTH in Kconfig order"),
    (["CONFIG_DEPTH=9"], "no comment says what it is for"),
])
def test_checkdefconfigs_refuses_a_fragment_that_is_not(tree, lines, problem):
    tree.write("defconfigs/fragments/bad.config", *lines)
    assert problem in tree.refused("checkdefconfigs")
