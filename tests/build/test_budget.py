# SPDX-License-Identifier: GPL-2.0-only
"""An image that outgrows the budget of its defconfig is not built."""

import pytest

from build_tree import Tree

BUDGET = "# Budget: image {} KB, RAM 2 KB, start-up 3 thousand instructions"
DEFCONFIG = "defconfigs/x86_64_defconfig"


@pytest.fixture(name="limited")
def tree_with_a_budget(tree: Tree) -> Tree:
    tree.append(DEFCONFIG, BUDGET.format(1) + "\n")
    return tree


def test_too_large_an_image_is_refused_each_time(limited: Tree) -> None:
    for _ in range(2):
        said = limited.fails()
        assert "x86_64_defconfig breaks its budget: exo has" in said
        assert "1 KB are allowed. The dearest symbols:" in said
        assert "Traceback" not in said
        assert not (limited.source / "exo").exists()
        assert (limited.source / "exo.elf").exists(), "make explain-size needs it"


def test_raised_limit_is_noticed(limited: Tree) -> None:
    limited.fails()
    limited.edit(DEFCONFIG, "image 1 KB", "image 900 KB")
    limited.make()
    before = limited.times()
    assert limited.make() == ""
    assert limited.times() == before
    limited.edit(DEFCONFIG, "image 900 KB", "image 2 KB")
    assert "2 KB are allowed" in limited.fails()


def test_budget_can_be_ignored(limited: Tree) -> None:
    limited.make("IGNORE_BUDGET=1")
    assert limited.make("IGNORE_BUDGET=1") == ""
    limited.fails()


def test_another_configuration_has_no_budget(limited: Tree) -> None:
    limited.make("defconfig")
    limited.configure(ALPHA="7")
    limited.make()
    assert (limited.source / "exo").exists()
