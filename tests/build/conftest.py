# SPDX-License-Identifier: GPL-2.0-only
"""
Trees to build in. `tree` is a copy of the small one in fixture/ together with
the real Makefile, scripts and VERSION; `kernel_tree` a copy of the real one.
"""

import shutil
from pathlib import Path

import pytest

from build_tree import Tree, copy_sources

FIXTURE = Path(__file__).parent / "fixture"
SHARED = ("Makefile", "VERSION", "include/exo/kconfig.h", "scripts/")


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """The small tree, unconfigured."""
    folder = tmp_path / "tree"
    shutil.copytree(FIXTURE, folder)
    copy_sources(folder, SHARED)
    return Tree(folder)


@pytest.fixture
def built(tree: Tree) -> Tree:
    """The small tree, built in place."""
    tree.make()
    return tree


@pytest.fixture
def kernel_tree(tmp_path: Path) -> Tree:
    """The whole source tree, unconfigured and without git."""
    folder = tmp_path / "kernel"
    copy_sources(folder, ("",))
    return Tree(folder)
