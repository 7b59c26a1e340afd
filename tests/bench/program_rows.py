#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
make bench-programs: the rows of usr/bench, instructions an operation, beside their
baseline, and how the growth rows grow, on the kernels of Linux given as well. With
--renew: make these figures the baseline.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import baseline  # noqa: E402  (the path must be set first)
import bench  # noqa: E402
import compare  # noqa: E402
import document  # noqa: E402
import growth  # noqa: E402
import measure  # noqa: E402
import peers  # noqa: E402
from harness import build, programs, qemu  # noqa: E402

STORE = Path(__file__).with_name("program_rows.json")

# What continuous integration has; the documentation shows its rows.
REFERENCE = "gcc 12.2, musl 1.2, busybox 1.35, qemu 7.2"

MUSL = "/lib/ld-musl-x86_64.so.1"  # which says its version when nothing is asked of it
COLUMNS = "{:<32}{:>10}{:>10}{:>9}{:>10}"
GROWTH_COLUMNS = "{:<28}{:>7}{:>12}{:>8}{:>12}{:>8}  {}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--linux", action="append", default=[], type=compare.named_image)
    parser.add_argument("--renew", action="store_true")
    asked = parser.parse_args()
    try:
        medians = {**rows(), **growth_rows()}
        known_as = toolchain()
        others = {name: _medians(growth.run(image, peers.LINUX_CMDLINE))
                  for name, image, _ in asked.linux}
    except (build.BuildError, measure.BenchError, qemu.ExpectError, OSError,
            RuntimeError) as error:
        print(f"*** {error}", file=sys.stderr)
        return 1
    print_rows(medians, baseline.load(STORE).get(known_as, {}), known_as)
    print_growth("growth", medians, ours=True)
    for name, table in others.items():
        print_growth(f"growth on {name}", table, ours=False)
    if asked.renew:
        bench.renew(known_as, medians, STORE,
                    document.with_programs if known_as == REFERENCE else None)
    return 0


def rows() -> dict[str, int]:
    return _medians(peers.run(_kernel(), programs.CMDLINE))


def growth_rows() -> dict[str, int]:
    return _medians(growth.run(_kernel(), programs.CMDLINE))


def _kernel() -> Path:
    return build.kernel(compare.CONFIG).image


def _medians(table: peers.Table) -> dict[str, int]:
    return {row: round(figures.median) for row, figures in table.items()}


def toolchain() -> str:
    """All that makes the programs and runs them, by two numbers of each version."""
    return measure.toolchain(", ".join((
        _version("gcc", ["gcc", "-dumpfullversion"], r"^"),
        _version("musl", [MUSL], r"Version "),
        _version("busybox", [str(programs.BUSYBOX)], r"BusyBox v"))), measure.qemu_version())


def _version(name: str, command: list[str], before: str) -> str:
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False)
    found = re.search(rf"{before}(\d+\.\d+)", done.stdout)
    if not found:
        raise measure.BenchError(f"no version of {name} in: {done.stdout}")
    return f"{name} {found[1]}"


def print_rows(medians: dict[str, int], table: baseline.Table, known_as: str) -> None:
    print(f"{known_as}, instructions an operation\n")
    print(COLUMNS.format("row", "median", "baseline", "change", "best"))
    for name, median in medians.items():
        stored = table.get(name)
        print(COLUMNS.format(name, median, *(("-", "", "-") if stored is None else (
            stored.baseline, bench.change(stored.baseline, median), stored.best))))


def print_growth(title: str, medians: dict[str, int], ours: bool) -> None:
    print("\n" + GROWTH_COLUMNS.format(title, "with", "", "with", "", "ratio", ""))
    for row in growth.growths(medians):
        print(GROWTH_COLUMNS.format(row.name, row.sizes[0], row.figures[0], row.sizes[1],
                                    row.figures[1], f"{row.ratio:.2f}",
                                    row.reason if ours else ""))


if __name__ == "__main__":
    sys.exit(main())
