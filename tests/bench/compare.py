#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
make bench-compare: usr/bench on this kernel and beside it on Linux, instructions an
operation, how many times as many Linux needs, and the footprint of each.

The figures of Linux are those of linux.json, unless --linux names kernels
(linux_kernel.py): then these are measured now.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Mapping

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import chart  # noqa: E402  (the path must be set first)
import comparison  # noqa: E402
import document  # noqa: E402
import footprint  # noqa: E402
import linux_figures  # noqa: E402
import linux_kernel  # noqa: E402
import measure  # noqa: E402
import peers  # noqa: E402
from harness import build, programs, qemu  # noqa: E402

CONFIG = "x86_64_defconfig"  # with all protections
SMALL, TINY = "small_defconfig", "tiny_defconfig"
# Nothing is printed: how long that takes depends on who reads the serial line.
SMALL_WORDS = "quiet panic=exit"
WORDS = f"{SMALL_WORDS} nosplash"
CHART = document.PAGE.with_name("beside-linux.svg")


def main() -> int:
    asked = arguments()
    try:
        others = linux(asked.linux)
        ours = measured()
    except (build.BuildError, linux_kernel.KernelError, measure.BenchError, qemu.ExpectError,
            OSError, RuntimeError) as error:
        print(f"*** {error}", file=sys.stderr)
        return 1
    drawn = chart.draw({name: comparison.ratios(ours.rows, kernel)
                        for name, kernel in others.items()})
    print(comparison.report(ours, others))
    if asked.json:
        asked.json.write_text(json.dumps(as_json(ours, others), indent=1) + "\n")
    if asked.svg:
        asked.svg.write_text(drawn)
    if asked.document:
        CHART.write_text(drawn)
        document.PAGE.write_text(document.with_linux(document.PAGE.read_text(),
                                                     comparison.document(ours, others)))
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--linux", nargs="*", default=[], metavar="debian|tuned|NAME=IMAGE")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--document", action="store_true",
                        help="bring Documentation/performance.md up to date")
    return parser.parse_args()


def linux(words: list[str]) -> dict[str, linux_figures.Linux]:
    if not words:
        return linux_figures.load()
    kernels = [linux_kernel.find(word) for word in words]
    return {kernel.name: linux_figures.measured(kernel) for kernel in kernels}


def measured() -> comparison.Ours:
    image, small, tiny = (build.kernel(config).image for config in (CONFIG, SMALL, TINY))
    return comparison.Ours(peers.run(image, programs.CMDLINE),
                           footprint.measure_kernel(image, WORDS),
                           footprint.measure_kernel(small, SMALL_WORDS), tiny.stat().st_size)


def as_json(ours: comparison.Ours, others: Mapping[str, linux_figures.Linux]) -> dict:
    return {"Exo-OS": asdict(ours), **{name: asdict(kernel) for name, kernel in others.items()}}


if __name__ == "__main__":
    sys.exit(main())
