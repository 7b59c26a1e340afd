# SPDX-License-Identifier: GPL-2.0-only
"""Budgets: what a defconfig allows, for which configuration, and what breaks it."""

import sys
from dataclasses import replace

import pytest

from harness.paths import SRCTREE

sys.path.insert(0, str(SRCTREE / "scripts"))

from kconfig import budgets as limits  # noqa: E402  (the path must be set first)
from prices import book, budgets  # noqa: E402

LINE = "# Budget: image 700 KB, RAM 4000 KB, start-up 2000 thousand instructions"
ALLOWED = limits.Budget(700, 4000, 2000)
WITHIN = budgets.Figures(image=700 * 1024, ram_kb=4000, boot=2_000_000)
BEYOND = budgets.Figures(image=700 * 1024 + 1, ram_kb=4001, boot=2_000_001)
PRICE = book.Price(text=100, rodata=20, data=3, bss=4000, boot=7, ram_kb=8)


def budget_for_build(tree) -> str:
    tree.done("syncconfig")
    return (tree.folder / "include/config/budget.mk").read_text()


@pytest.mark.parametrize("defconfig", sorted(
    path.name for path in (SRCTREE / "defconfigs").glob("*_defconfig")))
def test_each_shipped_defconfig_has_a_budget(defconfig):
    assert limits.of_file(str(SRCTREE / "defconfigs" / defconfig)) is not None


def test_budget_holds_for_exactly_the_configuration_of_its_defconfig(tree):
    tree.write("defconfigs/test_defconfig", "# for a test", LINE, "CONFIG_NET=y", "CONFIG_DEPTH=17")
    tree.done("test_defconfig")
    assert budget_for_build(tree) == \
        "budget-defconfig := test_defconfig\nbudget-image-kb := 700\n"
    tree.script("config", "--set-val", "DEPTH", "18")
    assert budget_for_build(tree) == ""
    tree.script("config", "--set-val", "DEPTH", "17")
    assert "700" in budget_for_build(tree)


def test_configuration_without_a_budget_has_none(tree):
    tree.done(tree.defconfig("CONFIG_NET=y", "CONFIG_DEPTH=17"))
    assert budget_for_build(tree) == ""


@pytest.mark.parametrize("line", ["# Budget: 700 KB", "# Budget", LINE.replace("KB", "MB"),
                                  LINE + " and more", LINE.replace("700", "-1")])
def test_budget_of_another_form_is_refused_with_its_place(tree, line):
    tree.write("defconfigs/test_defconfig", "# for a test", line, "CONFIG_NET=y", "CONFIG_DEPTH=17")
    assert "test_defconfig:2: the exact form is" in tree.refused("checkdefconfigs")


def test_limits_may_be_reached():
    assert budgets.broken(WITHIN, ALLOWED) == {}


@pytest.mark.parametrize("figure, order", [("image", "image"), ("ram_kb", "ram_kb"),
                                           ("boot", "boot")])
def test_each_limit_is_checked(figure, order):
    figures = replace(WITHIN, **{figure: getattr(BEYOND, figure)})
    assert list(budgets.broken(figures, ALLOWED)) == [order]


def test_complaint_names_the_dearest_that_are_on():
    prices = {"CHEAP": PRICE, "DEAR": replace(PRICE, text=5000), "OFF": replace(PRICE, text=9000)}
    lines = budgets.complaint("test_defconfig", budgets.broken(BEYOND, ALLOWED), prices,
                              ["CHEAP", "DEAR"])
    heads = [line for line in lines if line.startswith("***")]
    assert len(heads) == 3 and "716801 bytes, 700 KB are allowed" in heads[0]
    assert lines[1].split()[:2] == ["DEAR", "5023"] and lines[2].split()[0] == "CHEAP"
    assert not any("OFF" in line for line in lines)
