# SPDX-License-Identifier: GPL-2.0-only
"""Symbols of earlier releases are carried over, and it is said."""

import pytest

from harness.paths import SRCTREE
from workspace import DATA, read_values

RELEASES = sorted((DATA / "releases").glob("*.config"))


def test_old_name_gives_its_value_to_the_new_one(tree):
    tree.write(".config", "CONFIG_NETWORK=y", "CONFIG_QUEUE=12", "# CONFIG_NO_TOOL is not set")
    said = tree.done("olddefconfig", CI="true")
    values = tree.values()
    assert (values["NET"], values["DEPTH"], values["TOOL"]) == ("y", "12", "y")
    assert not {"NETWORK", "QUEUE", "NO_TOOL"} & set(values)
    assert ".config:1: NETWORK=y became NET=y\n" in said
    assert ".config:2: QUEUE=12 became DEPTH=12\n" in said
    assert ".config:3: NO_TOOL=n became TOOL=y\n" in said
    assert "became" not in tree.done("olddefconfig"), "once it is written, it is the new name"


def test_symbol_that_is_gone_is_told_and_no_failure(tree):
    tree.write(".config", "CONFIG_ANCIENT=y")
    said = tree.done("olddefconfig", CI="true")
    assert ".config:1: ANCIENT is gone: nobody knows what it did\n" in said
    assert "asked" not in said


@pytest.mark.parametrize("lines", [("CONFIG_NETWORK=y", "# CONFIG_NET is not set"),
                                   ("# CONFIG_NET is not set", "CONFIG_NETWORK=y")])
def test_of_both_names_the_new_one_counts(tree, lines):
    tree.write(".config", *lines)
    said = tree.done("olddefconfig", CI="true")
    assert "NETWORK is called NET now, which is set as well" in said
    assert tree.values()["NET"] == "n"


def test_value_that_is_not_honoured_is_reported_at_its_own_line(tree):
    tree.write(".config", "CONFIG_NET=y", "CONFIG_QUEUE=99")
    said = tree.done("olddefconfig")
    assert "asked   CONFIG_DEPTH=99   (.config:2)" in said and "outside its range" in said


@pytest.mark.parametrize("goal", [
    "olddefconfig", "oldconfig", "config", "syncconfig", "savedefconfig", "listnewconfig",
    "helpnewconfig", "trace", "deep.config"])
def test_every_goal_that_reads_a_config_carries_over(tree, goal):
    tree.write(".config", "CONFIG_NETWORK=y", "CONFIG_ANCIENT=y")
    said = tree.done(goal, stdin="\n" * 20)
    assert said.count("NETWORK=y became NET=y") == said.count("ANCIENT is gone") == 1


@pytest.mark.parametrize("goal", ["why", "fix"])
def test_questions_carry_over_and_know_the_old_name(tree, goal):
    tree.write(".config", "CONFIG_NETWORK=y")
    assert "NETWORK=y became NET=y" in tree.done(goal, SYM="FAST")
    assert "NETWORK; it is called NET now" in tree.refused(goal, SYM="NETWORK")
    assert "NO_TOOL; it is called TOOL now, and y means n" in tree.refused(goal, SYM="NO_TOOL")
    assert "ANCIENT; it is gone: nobody knows" in tree.refused(goal, SYM="ANCIENT")


def test_defconfigs_fragments_and_presets_are_carried_over(tree):
    assert "became NET=y" in tree.done(tree.defconfig("CONFIG_NETWORK=y"))
    tree.write("old.config", "CONFIG_QUEUE=3")
    assert "became DEPTH=3" in tree.done("defconfig", "old.config")
    assert tree.values()["DEPTH"] == "3"
    assert "became DEPTH=3" in tree.done("allyesconfig", KCONFIG_ALLCONFIG="old.config")
    assert tree.values()["DEPTH"] == "3"
    merged = tree.script("kconfig/merge_config", "defconfigs/x86_64_defconfig", "old.config")
    assert merged.returncode == 0 and "became DEPTH=3" in merged.stderr


def test_shipped_defconfig_must_use_the_names_of_today(tree):
    tree.write("defconfigs/bad_defconfig", "# x", "CONFIG_NETWORK=y")
    assert "+CONFIG_NET=y" in tree.refused("checkdefconfigs")


def test_old_name_that_is_defined_again_is_left_alone(tree):
    tree.append("base/Kconfig", "config NETWORK", '\tbool "Another network"')
    tree.write(".config", "CONFIG_NETWORK=y")
    assert "became" not in tree.done("olddefconfig")
    assert tree.values()["NETWORK"] == "y" and tree.values()["NET"] == "n"


@pytest.mark.parametrize("line, finding", [
    ("OLD NOWHERE", "NOWHERE is not defined"), ("TOOL NET", "TOOL is defined"),
    ("OLD", "not of the form"), ("OLD -", "not of the form"), ("OLD NET really", "not of the form"),
])
def test_lint_refuses_a_table_that_leads_nowhere(tree, line, finding):
    table = tree.folder / "scripts/kconfig/renamed.conf"
    table.write_text(table.read_text() + line + "\n")
    result = tree.run("lint-kconfig")
    assert result.returncode == 1
    assert f"scripts/kconfig/renamed.conf:6: {finding}" in result.stdout + result.stderr


# The real tree. When this fails, a symbol was renamed or removed without an
# entry in scripts/kconfig/renamed.conf.

@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_config_of_an_earlier_release_upgrades_without_loss(exo, release):
    exo.dotconfig.write_bytes(release.read_bytes())
    said = exo.done("olddefconfig", CI="true")
    assert "not honoured" not in said
    before, after = read_values(release), exo.values()
    gone = {line.split()[1] for line in said.splitlines() if " is gone: " in line}
    assert gone == ({"X86_64"} if "first" in release.stem else set())
    assert {name: after.get(name) for name in before.keys() - gone} == {
        name: before[name] for name in before.keys() - gone}
    assert exo.done("listnewconfig") == "" and "up to date" in exo.done("olddefconfig")
    exo.done("syncconfig")


def test_there_is_a_config_of_this_release():
    release = (SRCTREE / "VERSION").read_text().split()[0]
    assert any(path.stem.startswith(release) for path in RELEASES), \
        "keep a .config of the last release in data/releases, as the next one must read it"
