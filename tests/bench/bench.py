#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
make bench: the benchmarks under QEMU, instructions counted, beside their
baseline; the figures go to bench.json too. make bench-baseline: make these
figures the baseline.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Callable, Sequence

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import baseline  # noqa: E402  (the path must be set first)
import document  # noqa: E402
import measure  # noqa: E402
from harness import build, qemu  # noqa: E402
from harness.paths import SRCTREE  # noqa: E402

# Puts a table into the text of the documentation.
Show = Callable[[str, baseline.Table], str]

COLUMNS = "{:<32}{:>9}{:>9}{:>9}{:>9}{:>9}"


def main() -> int:
    asked = arguments()
    try:
        kernel = build.kernel(measure.CONFIG, cc=asked.cc)
        run = measure.measure(kernel, asked.pattern)
    except (build.BuildError, measure.BenchError, qemu.ExpectError, OSError,
            RuntimeError) as error:
        print(f"*** {error}", file=sys.stderr)
        return 1
    tables = baseline.load()
    table = tables.get(run.toolchain, {})
    print_rows(run, table)
    if asked.renew:
        renew(run.toolchain, {name: row.median for name, row in run.rows.items()},
              baseline.STORE, document.with_rows if run.toolchain == baseline.REFERENCE else None)
    elif not table:
        print(f"\nNo baseline for {run.toolchain}; there are: {'; '.join(tables) or 'none'}")
    if asked.json:
        asked.json.write_text(json.dumps(run.as_json(), indent=1) + "\n")
        print(f"\n{asked.json}")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--pattern", default="*")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--renew", action="store_true")
    asked = parser.parse_args()
    if asked.renew and asked.pattern != "*":
        parser.error("a baseline is of all rows: without BENCH=")
    return asked


def print_rows(run: measure.Run, table: baseline.Table) -> None:
    print(f"{run.banner}\n{run.toolchain}, instructions an operation\n")
    print(COLUMNS.format("row", "median", "baseline", "change", "best", "p99"))
    for name, row in run.rows.items():
        stored = table.get(name)
        known = ("-", "", "-") if stored is None else (
            stored.baseline, change(stored.baseline, row.median), stored.best)
        print(COLUMNS.format(name, row.median, *known, row.p99))


def change(old: int, new: int) -> str:
    return "" if old == new else baseline.percent(old, new)


def renew(toolchain: str, medians: dict[str, int], store: Path, show: Show | None) -> None:
    """Store the figures, bring the documentation up to date, say what to commit."""
    tables = baseline.load(store)
    table = tables.get(toolchain, {})
    changes, risen = baseline.changes(medians, table), baseline.rises(medians, table)
    tables[toolchain] = baseline.renewed(medians, table)
    baseline.save(tables, store)
    text = document.PAGE.read_text()
    if show:
        text = show(text, tables[toolchain])
    release = (SRCTREE / "VERSION").read_text().split()[0]
    document.PAGE.write_text(document.with_rises(
        text, document.rise_lines(release, toolchain, risen)))
    print_commit(toolchain, changes, risen)


def print_commit(toolchain: str, changes: Sequence[baseline.Change],
                 risen: Sequence[baseline.Change]) -> None:
    print("\nFor the commit, with the reason of each rise:\n")
    print(f"tests/bench: Renew the baseline\n\n{toolchain}:")
    for line in changes:
        print(f"  {line}{', because ...' if line in risen else ''}")
    if not changes:
        print("  nothing changed")


if __name__ == "__main__":
    sys.exit(main())
