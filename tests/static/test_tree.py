# SPDX-License-Identifier: GPL-2.0-only
"""The checkers of scripts/checkers find nothing wrong with the tree."""

import importlib
import sys

import pytest

from harness import build
from harness.paths import SRCTREE, source_files

sys.path.insert(0, str(SRCTREE / "scripts"))

from checkers import headers, layers  # noqa: E402  (the path must be set first)
from checkers.source import Tree  # noqa: E402

CHECKERS = ("config_names", "cycles", "formatting", "layers", "length", "licence", "links",
            "python", "shell", "tests", "wording")


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree(SRCTREE, source_files())


@pytest.mark.parametrize("name", CHECKERS)
def test_checker_finds_nothing(tree, name):
    findings = importlib.import_module(f"checkers.{name}").check(tree)
    assert not findings, "\n" + "\n".join(map(str, findings))


def test_each_header_compiles_alone(tree):
    built = build.kernel()
    build.make("compile_commands.json", objtree=built.dir)
    folder, command = headers.flags_of(built.dir / "compile_commands.json", "lib/string.c")
    findings = headers.check(tree, folder, command)
    assert not findings, "\n" + "\n".join(map(str, findings))


def test_the_architecture_calls_upward_only_what_is_listed(tree):
    findings = layers.check_symbols(tree, build.kernel().dir)
    assert not findings, "\n" + "\n".join(map(str, findings))
