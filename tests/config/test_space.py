# SPDX-License-Identifier: GPL-2.0-only
"""allnoconfig to randconfig: one point of the configuration space each."""

import re

import pytest


def test_allnoconfig_turns_off_what_it_can(tree):
    tree.done("allnoconfig")
    assert tree.values() == {"NAME": '"plain"', "NET": "n", "TOOL": "n", "RATE_LOW": "y",
                             "RATE": "100"}


def test_allyesconfig_turns_on_what_it_can(tree):
    tree.done("allyesconfig")
    values = tree.values()
    assert all(values[name] == "y" for name in ("NET", "TOOL", "HELPER", "DRIVER", "FAST"))
    assert values["RATE_LOW"] == "y" and values["RATE_HIGH"] == "n"


def test_alldefconfig_is_all_defaults(tree):
    tree.done("alldefconfig")
    assert tree.values()["NET"] == "n" and tree.values()["NAME"] == '"plain"'


def test_tinyconfig_is_allnoconfig_and_the_tiny_fragment(tree):
    tree.done("tinyconfig")
    assert tree.values()["NAME"] == '"tiny"' and tree.values()["NET"] == "n"


def test_randconfig_prints_a_seed_that_repeats_it(tree):
    message = tree.done("randconfig")
    seed = re.search(r"KCONFIG_SEED=(0x[0-9a-f]+)", message)[1]
    first = tree.dotconfig.read_text()
    tree.dotconfig.unlink()
    tree.done("randconfig", KCONFIG_SEED=seed)
    assert tree.dotconfig.read_text() == first


def test_randconfig_seed_may_be_decimal_or_hexadecimal(tree):
    tree.done("randconfig", KCONFIG_SEED="255")
    first = tree.dotconfig.read_text()
    assert "up to date" in tree.done("randconfig", KCONFIG_SEED="0xff")
    assert tree.dotconfig.read_text() == first


def test_randconfig_reaches_both_values_and_every_choice(tree):
    names = ("NET", "TOOL", "DRIVER", "FAST", "RATE_LOW", "RATE_HIGH")
    missing = {(name, value) for name in names for value in "yn"}
    for seed in range(60):
        tree.done("randconfig", KCONFIG_SEED=str(seed))
        missing -= set(tree.values().items())
        if not missing:
            break
    assert not missing


def test_new_symbol_leaves_the_others_as_they_were(tree):
    tree.done("randconfig", KCONFIG_SEED="7")
    before = tree.values()
    with open(tree.folder / "base/Kconfig", "a", encoding="utf-8") as file:
        file.write('\nconfig EXTRA\n\tbool "Extra"\n')
    tree.done("randconfig", KCONFIG_SEED="7")
    after = tree.values()
    del after["EXTRA"]
    assert after == before


@pytest.mark.parametrize("probability, expected", [("0", "n"), ("100", "y")])
def test_randconfig_probability_is_in_percent(tree, probability, expected):
    tree.done("randconfig", KCONFIG_PROBABILITY=probability)
    assert tree.values()["NET"] == tree.values()["TOOL"] == expected


@pytest.mark.parametrize("variable, value", [
    ("KCONFIG_SEED", "x"), ("KCONFIG_PROBABILITY", "101"), ("KCONFIG_PROBABILITY", "-1")])
def test_randconfig_refuses_a_bad_seed_or_probability(tree, variable, value):
    assert f"{variable}={value}" in tree.refused("randconfig", **{variable: value})


@pytest.mark.parametrize("goal", ["allnoconfig", "allyesconfig", "alldefconfig", "randconfig"])
def test_allconfig_file_fixes_values_first(tree, goal):
    tree.write("fixed", 'CONFIG_NAME="fixed"', "CONFIG_NET=y", "# CONFIG_TOOL is not set")
    tree.done(goal, KCONFIG_ALLCONFIG="fixed")
    values = tree.values()
    assert (values["NAME"], values["NET"], values["TOOL"]) == ('"fixed"', "y", "n")


@pytest.mark.parametrize("value", ["", "1"])
def test_allconfig_without_a_name_looks_for_the_goals_own_file_first(tree, value):
    tree.write("all.config", 'CONFIG_NAME="all"')
    tree.done("allnoconfig", KCONFIG_ALLCONFIG=value)
    assert tree.values()["NAME"] == '"all"'
    tree.write("allno.config", 'CONFIG_NAME="allno"')
    tree.done("allnoconfig", KCONFIG_ALLCONFIG=value)
    assert tree.values()["NAME"] == '"allno"'


def test_missing_allconfig_file_is_an_error(tree):
    assert "there is no nowhere" in tree.refused("allnoconfig", KCONFIG_ALLCONFIG="nowhere")


def test_request_of_allconfig_that_is_not_honoured_fails(tree):
    tree.write("fixed", "CONFIG_FAST=y")
    assert "asked   CONFIG_FAST=y" in tree.refused("allnoconfig", KCONFIG_ALLCONFIG="fixed")


@pytest.mark.parametrize("goal", ["allnoconfig", "allyesconfig", "alldefconfig", "randconfig",
                                  "tinyconfig"])
def test_fragments_go_on_top(tree, goal):
    tree.write("my.config", 'CONFIG_NAME="mine"', "# CONFIG_TOOL is not set")
    tree.done(goal, "my.config")
    assert (tree.values()["NAME"], tree.values()["TOOL"]) == ('"mine"', "n")


def test_fragment_that_is_not_honoured_fails(tree):
    tree.write("my.config", "CONFIG_FAST=y")
    assert "asked   CONFIG_FAST=y" in tree.refused("allnoconfig", "my.config")
