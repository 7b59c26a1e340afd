#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
make bench-compare: usr/bench on this kernel and beside it on Linux, instructions an
operation, and how many times as many Linux needs.

    compare.py [--linux NAME=IMAGE[,CONFIG]] [--store] [--json FILE] [--svg FILE]

Linux is measured now where an image is given, else its stored figures are taken.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import chart  # noqa: E402  (the path must be set first)
import measure  # noqa: E402
import peers  # noqa: E402
from harness import build, programs  # noqa: E402

CONFIG = "x86_64_defconfig"  # with all protections
COLUMN = "{:>12}{:>8}"


def main() -> int:
    asked = arguments()
    try:
        ours = peers.run(build.kernel(CONFIG).image, programs.CMDLINE)
        others = peers.load()
        for name, image, config in asked.linux:
            others[name] = peers.measure_linux(name, image, config)
    except (build.BuildError, measure.BenchError, OSError, RuntimeError) as error:
        print(f"*** {error}", file=sys.stderr)
        return 1
    if asked.store:
        peers.save(others)
    print_table(ours, others)
    if asked.json:
        asked.json.write_text(json.dumps({row: asdict(f) for row, f in ours.items()}, indent=1))
    if asked.svg:
        asked.svg.write_text(chart.draw(ratios(ours, others)))
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--linux", action="append", default=[], type=named_image)
    parser.add_argument("--store", action="store_true", help="keep Linux's figures: linux.json")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--svg", type=Path)
    return parser.parse_args()


def named_image(text: str) -> tuple[str, Path, Path | None]:
    name, equals, paths = text.partition("=")
    image, _, config = paths.partition(",")
    if not equals or not Path(image).is_file():
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=IMAGE")
    return name, Path(image), Path(config) if config else None


def ratios(ours: peers.Table, others: dict[str, peers.Peer]) -> dict[str, dict[str, float]]:
    """For each peer and row: its instructions for one of ours."""
    return {name: {row: peer.table[row].median / figures.median
                   for row, figures in ours.items() if row in peer.table}
            for name, peer in others.items()}


def print_table(ours: peers.Table, others: dict[str, peers.Peer]) -> None:
    print(f"{'row':<24}{'Exo-OS':>10}" + "".join(f"{name:>20}" for name in others))
    found = ratios(ours, others)
    for row, figures in ours.items():
        line = f"{row:<24}{figures.median:>10.0f}"
        for name, peer in others.items():
            if row in peer.table:
                line += COLUMN.format(f"{peer.table[row].median:.0f}", f"{found[name][row]:.2f}x")
        print(line)
    for name, table in found.items():
        mean = peers.geometric_mean(list(table.values()))
        behind = [row for row, ratio in table.items() if ratio < 1]
        print(f"\n{name}: geometric mean {mean:.2f}x over {len(table)} rows, "
              f"behind in {', '.join(behind) or 'none'}")


if __name__ == "__main__":
    sys.exit(main())
