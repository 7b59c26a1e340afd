# SPDX-License-Identifier: GPL-2.0-only
"""
The figures that later ones are held against: medians, stored in baseline.json
for each toolchain and row.

Two for each row. "baseline" is the figure of the last renewal. "best" is the
least ever stored: without it a row could rise by 2 % a renewal, for ever. A
renewal names each row that rose, in Documentation/performance.md and in the
commit, which must account for it. Where it rose above its best by more than
the guard allows, that page alone remembers the old best; the new one begins
there, else the guard would object for ever to what was accepted.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

STORE = Path(__file__).with_name("baseline.json")

# What continuous integration has, Debian 12; the documentation shows its rows.
REFERENCE = "gcc 12.2, qemu 7.2"

PERCENT_ALLOWED = 3
# One instruction more in a row of 20 is 5 %, and may be no more than another
# choice of registers. "best" sees to it that such steps do not add up.
TICKS_ALLOWED = 1


@dataclass(frozen=True)
class Stored:
    """What is known of a row."""

    baseline: int
    best: int


Table = dict[str, Stored]


@dataclass(frozen=True)
class Change:
    """A row whose figure is another one; None where there is none."""

    row: str
    old: int | None
    new: int | None

    def __str__(self) -> str:
        if self.old is None:
            return f"{self.row}: new, {self.new}"
        if self.new is None:
            return f"{self.row}: gone, was {self.old}"
        return f"{self.row}: {self.old} -> {self.new} ({percent(self.old, self.new)})"


def percent(old: int, new: int) -> str:
    if old == 0:
        return "from 0"
    return f"{100 * (new - old) / old:+.1f} %"


def allowed(reference: int) -> int:
    """The highest figure that is not worse than the reference."""
    return reference + max(TICKS_ALLOWED, reference * PERCENT_ALLOWED // 100)


def problems(medians: Mapping[str, int], table: Table) -> list[str]:
    """What the guard objects to, a line each."""
    found = []
    for row in _rows_of_both(medians, table):
        if row not in table:
            found.append(f"{row}: no baseline yet, {medians[row]} now")
        elif row not in medians:
            found.append(f"{row}: has gone, its baseline is {table[row].baseline}")
        else:
            found += _worse(row, medians[row], table[row])
    return found


def _rows_of_both(medians: Mapping[str, int], table: Table) -> list[str]:
    return [*medians, *(row for row in table if row not in medians)]


def _worse(row: str, new: int, stored: Stored) -> list[str]:
    for kind, old in (("baseline", stored.baseline), ("best", stored.best)):
        if new > allowed(old):
            return [f"{row}: {new}, worse than its {kind} {old} ({percent(old, new)})"]
    return []


def changes(medians: Mapping[str, int], table: Table) -> list[Change]:
    """Every row that is new, gone, or differs from its baseline."""
    old = {row: stored.baseline for row, stored in table.items()}
    return [Change(row, old.get(row), medians.get(row))
            for row in _rows_of_both(medians, table) if old.get(row) != medians.get(row)]


def rises(medians: Mapping[str, int], table: Table) -> list[Change]:
    """Those of them that got worse, by however little."""
    return [change for change in changes(medians, table)
            if change.old is not None and change.new is not None and change.new > change.old]


def renewed(medians: Mapping[str, int], table: Table) -> Table:
    """The table to store once these figures are accepted."""
    return {row: Stored(new, _best(new, table.get(row))) for row, new in medians.items()}


def _best(new: int, stored: Stored | None) -> int:
    if stored is None or new > allowed(stored.best):
        return new
    return min(new, stored.best)


def load(path: Path = STORE) -> dict[str, Table]:
    """{toolchain: {row: Stored}}; nothing is stored before the first renewal."""
    if not path.exists():
        return {}
    return {toolchain: {row: Stored(**figures) for row, figures in table.items()}
            for toolchain, table in json.loads(path.read_text()).items()}


def save(tables: Mapping[str, Table], path: Path = STORE) -> None:
    """A row is a line, in the kernel's order: a diff shows what changed, merges are simple."""
    blocks = []
    for toolchain, table in sorted(tables.items()):
        lines = [f'  {json.dumps(row)}: {{"baseline": {stored.baseline}, "best": {stored.best}}}'
                 for row, stored in table.items()]
        blocks.append(f" {json.dumps(toolchain)}: {{\n" + ",\n".join(lines) + "\n }")
    path.write_text("{\n" + ",\n".join(blocks) + "\n}\n")
