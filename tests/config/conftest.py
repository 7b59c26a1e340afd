# SPDX-License-Identifier: GPL-2.0-only
import pytest

from harness.paths import SRCTREE
from workspace import Workspace


@pytest.fixture
def tree(tmp_path) -> Workspace:
    """A fresh copy of data/tree."""
    return Workspace.of_data(tmp_path / "tree")


@pytest.fixture
def exo(tmp_path) -> Workspace:
    """The real tree, configured in an empty object folder."""
    return Workspace(tmp_path / "objects", SRCTREE)
