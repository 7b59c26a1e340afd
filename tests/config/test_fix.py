# SPDX-License-Identifier: GPL-2.0-only
"""make fix SYM=X: the fewest changes of other symbols that let X have a value."""

import random
import re
import shlex
from pathlib import Path

import pytest

import random_tree
from brute_force import BruteForce
from harness import seed
from harness.paths import LONG
from workspace import Workspace, read_values

import kconfiglib
from kconfig import ask
from kconfig.fix import find
from kconfig.needs import Change
from kconfig.store import config_text
from kconfig.tree import Tree, load_current

MOST = 3  # changes that brute force tries together
SCRIPT = re.compile(r"^  scripts/config (.*)$", re.M)


def fix(tree: Workspace, asked: str, **extra: str) -> str:
    return tree.done("fix", SYM=asked, **extra)


def carry_out(tree: Workspace, told: str) -> None:
    """Type the commands that fix printed."""
    commands = shlex.split(SCRIPT.search(told)[1])
    done = tree.script("config", *commands)
    assert done.returncode == 0, done.stderr
    tree.done("olddefconfig")


def test_dependency_that_is_missing_is_turned_on(tree):
    tree.done("defconfig")
    told = fix(tree, "FAST")
    assert told == ("FAST=y takes one other change:\n"
                    "  scripts/config --enable TOOL --enable FAST\n"
                    "  adds       HELPER=y\n")
    carry_out(tree, told)
    assert tree.values()["FAST"] == "y"


def test_chain_through_three_files_takes_what_defaults_do_not_give(tree):
    tree.done("empty_defconfig")
    told = fix(tree, "FAST=y")
    assert "scripts/config --enable NET --enable TOOL --enable FAST\n" in told
    assert "adds       HELPER=y, DRIVER=y" in told
    carry_out(tree, told)
    assert tree.values()["FAST"] == "y"


def test_symbol_without_prompt_is_reached_through_who_selects_it(tree):
    tree.done("defconfig")
    assert "scripts/config --enable TOOL\n" in fix(tree, "HELPER")
    assert "scripts/config --disable RATE_LOW --enable RATE_HIGH\n" in fix(tree, "RATE=1000")


def test_selected_symbol_goes_with_who_selects_it(tree):
    tree.done("defconfig", "fast.config")
    told = fix(tree, "HELPER=n")
    assert "scripts/config --disable TOOL\n" in told and "takes away FAST=y" in told
    carry_out(tree, told)
    assert "HELPER" not in tree.values()


def test_member_of_a_choice_is_chosen_or_gives_way(tree):
    tree.done("defconfig")
    told = fix(tree, "RATE_LOW=n")
    assert "scripts/config --disable RATE_LOW --enable RATE_HIGH\n" in told
    carry_out(tree, told)
    assert "scripts/config --disable RATE_HIGH --enable RATE_LOW\n" in fix(tree, "RATE_LOW")


def test_member_that_cannot_be_chosen_yet_brings_its_dependencies(tree):
    tree.done("empty_defconfig")
    told = fix(tree, "RATE_HIGH")
    assert "--enable NET --disable RATE_LOW --enable RATE_HIGH\n" in told
    carry_out(tree, told)
    assert tree.values()["RATE"] == "1000"


def test_number_takes_its_dependencies_and_keeps_its_range(tree):
    tree.done("empty_defconfig")
    told = fix(tree, "DEPTH=20")
    assert "scripts/config --enable NET --set-val DEPTH 20\n" in told
    carry_out(tree, told)
    assert tree.values()["DEPTH"] == "20"
    refused = tree.run("fix", SYM="DEPTH=65")
    assert refused.returncode == 1
    assert "no change of other symbols gives DEPTH=65:\n  outside its range 1..64" \
        in refused.stdout


def test_bound_of_a_range_that_is_a_symbol_is_moved(tree):
    tree.append("base/Kconfig", 'config MOST', '\tint "Most"', '\tdefault 10', "",
                "config PART", '\tint "Part"', "\trange 0 MOST")
    tree.done("empty_defconfig")
    told = fix(tree, "PART=12")
    assert "scripts/config --set-val MOST 12 --set-val PART 12\n" in told
    carry_out(tree, told)
    assert tree.values()["PART"] == "12"


def test_comparison_with_a_string_is_met(tree):
    tree.append("base/Kconfig", "config PLAIN", '\tbool "Plain"', '\tdepends on NAME = ""')
    tree.done("empty_defconfig")
    told = fix(tree, "PLAIN")
    assert "scripts/config --set-str NAME '' --enable PLAIN\n" in told
    carry_out(tree, told)
    assert tree.values()["PLAIN"] == "y"


def test_of_the_smallest_the_one_with_the_least_side_effects_is_taken(tree):
    tree.append("base/Kconfig", "config EITHER", '\tbool "Either"', "\tdepends on NET || TOOL")
    tree.done("empty_defconfig")
    assert "scripts/config --enable TOOL --enable EITHER\n" in fix(tree, "EITHER")


def test_what_no_change_can_give_is_told_with_the_reason(tree):
    tree.append("base/Kconfig", "config NEVER", '\tbool "Never"', "\tdepends on NET && !NET",
                "", "config LOST", '\tbool "Lost"', "\tdepends on NOWHERE")
    tree.done("empty_defconfig")
    for name, reason in (("NEVER", "depends on NET (=n)"),
                         ("LOST", "depends on NOWHERE (no Kconfig file defines it)")):
        result = tree.run("fix", SYM=name)
        assert result.returncode == 1 and reason in result.stdout


@pytest.mark.parametrize("asked, message", [
    ("", "say which symbol: make fix SYM="),
    ("DRIVR", "no Kconfig file defines DRIVR (did you mean DRIVER?)"),
    ("DEPTH", "say which value: make fix SYM=DEPTH=VALUE"),
    ("DEPTH=many", "DEPTH: not a decimal number"),
    ("FAST=m", "FAST: there are no modules"),
])
def test_bad_question_is_refused(tree, asked, message):
    tree.done("defconfig")
    assert message in tree.refused("fix", SYM=asked)


def test_value_that_is_there_already_is_said(tree):
    tree.done("defconfig")
    assert fix(tree, "CONFIG_NET=y") == "NET is y already\n"


def test_fix_writes_nothing_unless_it_is_to_apply(tree):
    tree.done("defconfig")
    before = tree.dotconfig.read_text()
    fix(tree, "FAST")
    assert tree.dotconfig.read_text() == before
    assert ".config written" in fix(tree, "FAST", APPLY="1")
    assert tree.values()["FAST"] == "y" and tree.values()["DEPTH"] == "16"


def test_without_a_config_the_default_is_what_is_changed(tree):
    assert "--enable TOOL --enable FAST" in fix(tree, "FAST", APPLY="1")
    assert tree.values()["FAST"] == "y"


def test_lines_that_a_person_left_in_the_file_count(tree):
    """FAST=y waits in the file for its dependencies."""
    tree.write(".config", "CONFIG_NET=y", "CONFIG_RATE_LOW=y", "CONFIG_RATE_HIGH=y",
               "CONFIG_FAST=y")
    carry_out(tree, fix(tree, "RATE_LOW"))
    assert tree.values()["RATE_LOW"] == "y"


# The real tree: three random configurations, the same ones for each commit.

CONFIGURATIONS = (1, 2, 3)
IN_A_CHECK = 20  # symbols of each that are n


@pytest.mark.parametrize("number", CONFIGURATIONS)
def test_what_is_n_in_a_random_configuration_has_a_reason_and_the_smallest_fix(
        number, exo, monkeypatch):
    exo.done("randconfig", KCONFIG_SEED=str(number))
    monkeypatch.chdir(exo.folder)
    monkeypatch.setenv("srctree", str(exo.srctree))
    tree, force = load_current(), BruteForce(exo.values())
    off = [symbol for symbol in tree.unique_defined_syms
           if symbol.orig_type == kconfiglib.BOOL and symbol.str_value == "n"]
    assert len(off) > 20
    for symbol in seed.pick(off, IN_A_CHECK, f"symbols to fix {number}"):
        told = ask.reasons(tree, symbol)
        assert told[0].startswith("is n: ") and re.search(r"\w+:\d+", told[0]), symbol.name
        assert len(told) > 1, symbol.name
        check_smallest(tree, force, symbol, "y")


def check_smallest(tree: Tree, force: BruteForce, symbol, value: str) -> None:
    """fix.find() applies what it finds and raises an error when that does not do."""
    found = find(tree, Change(symbol.name, value))
    size = len(found.changes) if found else None
    best = force.fewest(symbol.name, value, MOST)
    expected = None if size is None or size > MOST else size
    assert best == expected, f"{symbol.name}={value}: {found and found.changes}"


@pytest.mark.parametrize("number", range(1000 if LONG else 60))
def test_fixes_of_random_trees_are_as_small_as_brute_force_finds(number, tmp_path, monkeypatch):
    """Every symbol of a small tree, in a random configuration, to each other value."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("srctree", ".")
    check_tree(random.Random(seed.number(f"tree to fix {number}")), tmp_path)


def check_tree(chance: random.Random, folder: Path) -> None:
    (folder / "Kconfig").write_text(random_tree.text(chance))
    tree = Tree()
    for symbol in tree.unique_defined_syms:
        symbol.set_value(chance.choice(values_of(symbol)))
    (folder / ".config").write_text(config_text(tree))
    force = BruteForce(read_values(folder / ".config"))
    for symbol in tree.unique_defined_syms:
        for value in values_of(symbol):
            if symbol.str_value != value:
                check_smallest(tree, force, symbol, value)


def values_of(symbol) -> str:
    return "159" if symbol.orig_type == kconfiglib.INT else "yn"
