# SPDX-License-Identifier: GPL-2.0-only
"""
The generated parts of Documentation/performance.md, between lines

    <!-- rows: ... -->      the baseline of the reference toolchain
    <!-- rows end -->
    <!-- programs: ... -->  the same of the rows of usr/bench
    <!-- programs end -->
    <!-- growth: ... -->    those that are measured at two sizes
    <!-- growth end -->
    <!-- rises: ... -->     each rise that was accepted, the latest last
    <!-- rises end -->
"""

import re
from typing import Sequence

import growth
from baseline import Change, Table, percent
from harness.paths import SRCTREE

PAGE = SRCTREE / "Documentation/performance.md"


def rows_table(table: Table) -> str:
    lines = ["| row | ticks | best |", "|---|---:|---:|"]
    lines += [f"| `{row}` | {stored.baseline} | {stored.best} |"
              for row, stored in table.items()]
    return "\n".join(lines)


def growth_table(table: Table) -> str:
    lines = ["| row | with | ticks | with | ticks | ratio | because |",
             "|---|---:|---:|---:|---:|---:|---|"]
    for row in growth.growths({name: stored.baseline for name, stored in table.items()}):
        lines.append(f"| `{row.name}` | {row.sizes[0]} | {row.figures[0]} | {row.sizes[1]} "
                     f"| {row.figures[1]} | {row.ratio:.2f} | {row.reason} |")
    return "\n".join(lines)


def rise_lines(release: str, toolchain: str, risen: Sequence[Change]) -> list[str]:
    return [f"| {release} | {toolchain} | `{change.row}` | {change.old} | {change.new} "
            f"| {percent(change.old, change.new)} |" for change in risen]


def with_rows(text: str, table: Table) -> str:
    return _with_block(text, "rows", rows_table(table))


def with_programs(text: str, table: Table) -> str:
    """The rows of usr/bench, those with a size apart."""
    plain = {row: stored for row, stored in table.items() if "[" not in row}
    return _with_block(_with_block(text, "programs", rows_table(plain)),
                       "growth", growth_table(table))


def with_rises(text: str, lines: Sequence[str]) -> str:
    """The text with these lines behind the rises it tells of already."""
    return _with_block(text, "rises", "\n".join([block(text, "rises"), *lines]))


def block(text: str, name: str) -> str:
    return _block(name).search(text)[2]


def _with_block(text: str, name: str, content: str) -> str:
    return _block(name).sub(lambda match: f"{match[1]}{content}{match[3]}", text)


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name}:[^\n]*-->\n)(.*?)(\n<!-- {name} end -->)", re.DOTALL)
