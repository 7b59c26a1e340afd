# SPDX-License-Identifier: GPL-2.0-only
"""
Exo-OS beside kernels of Linux: the tables of make bench-compare, as lines for a
terminal or, for the documentation, in Markdown.
"""

from dataclasses import dataclass
from typing import Mapping, Sequence

import peers
from footprint import Footprint
from linux_figures import Linux

Cells = list[list[str]]

# What rows do on one side alone. It is part of the price, so it is told.
DIFFERENCES = (
    "Every Linux does, and Exo-OS does not: lists of pages by age and reverse mappings, to "
    "write pages out when memory is short; a look for perf events, restartable sequences and "
    "tracers on the way.",
    "Debian's does, the tuned one and Exo-OS do not: care for more than one processor, control "
    "groups, namespaces, security modules, audit, watchers of files, memory of the kernel zeroed.",
    "Exo-OS does: all its protections are on. Linux runs with mitigations=off, and the tuned one "
    "has neither stack protector nor UMIP.",
)


@dataclass(frozen=True)
class Ours:
    """Our figures."""

    rows: peers.Table
    footprint: Footprint  # of the kernel that runs the rows
    small: Footprint  # of the smallest that can run them
    tiny_bytes: int


@dataclass(frozen=True)
class Summary:
    """How a kernel of Linux stands against ours."""

    mean: float  # geometric, of how many times as many instructions it needs
    behind: list[str]  # rows where it needs fewer


def ratios(ours: peers.Table, linux: Linux) -> dict[str, float]:
    """For each row of both: Linux's instructions for one of ours."""
    return {row: linux.rows[row].median / figures.median
            for row, figures in ours.items() if row in linux.rows}


def summary(ours: peers.Table, linux: Linux) -> Summary:
    found = ratios(ours, linux)
    return Summary(peers.geometric_mean(list(found.values())),
                   [row for row, ratio in found.items() if ratio < 1])


def rows_table(ours: Ours, others: Mapping[str, Linux]) -> Cells:
    """Medians, and behind each of Linux's the ratio; a last line with the means."""
    found = {name: ratios(ours.rows, linux) for name, linux in others.items()}
    table = [["row", "Exo-OS", *(cell for name in others for cell in (name, ""))]]
    for row, figures in ours.rows.items():
        cells = [(f"{linux.rows[row].median:.0f}", f"{found[name][row]:.2f}x")
                 if row in linux.rows else ("-", "") for name, linux in others.items()]
        table.append([row, f"{figures.median:.0f}", *(cell for pair in cells for cell in pair)])
    means = [f"{summary(ours.rows, linux).mean:.2f}x" for linux in others.values()]
    return [*table, ["geometric mean", "", *(cell for mean in means for cell in ("", mean))]]


def footprint_table(ours: Ours, others: Mapping[str, Linux]) -> Cells:
    prints = [ours.footprint, ours.small, *(linux.footprint for linux in others.values())]
    return [["footprint", "Exo-OS", "small", *others],
            ["instructions from entry to /init", *(str(f.boot_instructions) for f in prints)],
            ["least RAM for a shell, MB", *(str(f.least_ram_mb) for f in prints)],
            ["image, KB", *(f"{f.image_bytes / 1024:.0f}" for f in prints)]]


def remarks(ours: Ours, others: Mapping[str, Linux]) -> list[str]:
    """A line each."""
    lines = []
    for name, linux in others.items():
        behind = ", ".join(summary(ours.rows, linux).behind) or "none"
        lines.append(f"{name}: {linux.kernel}; Exo-OS is behind in {behind}.")
    lines.append("small: small_defconfig, which runs all rows; tiny_defconfig's image: "
                 f"{ours.tiny_bytes / 1024:.0f} KB.")
    return [*lines, *DIFFERENCES]


def as_text(table: Cells) -> str:
    widths = [max(map(len, column)) + 2 for column in zip(*table)]
    return "\n".join(_line(row, widths) for row in table)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (cell.rjust(width) for cell, width in zip(row, widths))
    return first.strip().ljust(widths[0]) + "".join(others)


def as_markdown(table: Cells) -> str:
    header, *rows = table
    rule = ["---", *("---:" for _ in header[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in (header, rule, *rows))


def report(ours: Ours, others: Mapping[str, Linux]) -> str:
    """All of it for a terminal."""
    tables = (as_text(rows_table(ours, others)), as_text(footprint_table(ours, others)))
    return "\n\n".join((*tables, "\n".join(remarks(ours, others))))


def document(ours: Ours, others: Mapping[str, Linux]) -> str:
    """All of it in Markdown."""
    tables = (as_markdown(rows_table(ours, others)), as_markdown(footprint_table(ours, others)))
    return "\n\n".join((*tables, "\n".join(f"- {line}" for line in remarks(ours, others))))
