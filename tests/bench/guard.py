# SPDX-License-Identifier: GPL-2.0-only
"""For tests: no row may be worse than what is stored of it."""

from pathlib import Path
from typing import Mapping

import pytest

import baseline


def assert_no_worse(medians: Mapping[str, int], toolchain: str, store: Path = baseline.STORE,
                    sized: bool | None = None) -> None:
    """Skips without a baseline of @toolchain. @sized: only rows with a size, or without."""
    table = baseline.load(store).get(toolchain)
    if table is None:
        pytest.skip(f"no baseline for {toolchain}; make bench, bench-programs print the figures")
    if sized is not None:
        table = {row: stored for row, stored in table.items() if ("[" in row) == sized}
    found = baseline.problems(medians, table)
    assert not found, "\n".join(
        ["", *found, "If this is meant: make bench-baseline, and say why in the commit."])
