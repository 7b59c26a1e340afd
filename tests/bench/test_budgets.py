# SPDX-License-Identifier: GPL-2.0-only
"""make check-budgets: each defconfig's kernel keeps to what the defconfig allows."""

import sys

import pytest

from harness import build, seed
from harness.paths import SRCTREE

sys.path.insert(0, str(SRCTREE / "scripts"))

import check_budgets  # noqa: E402  (the path must be set first)
from kconfig.budgets import Budget  # noqa: E402

SLICE = 2


@pytest.fixture(autouse=True)
def tree_of_the_sources(monkeypatch):
    monkeypatch.setenv("srctree", str(SRCTREE))


@pytest.mark.parametrize("defconfig", seed.pick(build.defconfigs(), SLICE, "budgets"))
def test_kernel_keeps_to_its_budget(defconfig, capsys):
    assert check_budgets.main([defconfig]) == 0, capsys.readouterr().err
    assert defconfig.removesuffix("_defconfig") in capsys.readouterr().out


def test_each_broken_limit_is_told_with_the_dearest_symbols(monkeypatch, capsys):
    monkeypatch.setattr(check_budgets.limits, "of_file", lambda path: Budget(100_000, 1, 1))
    assert check_budgets.main(["x86_64_defconfig"]) == 1
    told = capsys.readouterr().err
    assert "RAM are in use after start-up, 1 are allowed" in told
    assert "instructions, 1 thousand are allowed" in told
    assert "image" not in told and "MEMORY" in told


def test_defconfig_without_a_budget_is_an_error(monkeypatch, capsys):
    monkeypatch.setattr(check_budgets.limits, "of_file", lambda path: None)
    assert check_budgets.main(["x86_64_defconfig"]) == 1
    assert "x86_64_defconfig has no budget" in capsys.readouterr().err


def test_unknown_defconfig_is_an_error(capsys):
    assert check_budgets.main(["x86_46_defconfig"]) == 1
    assert "did you mean x86_64_defconfig?" in capsys.readouterr().err
