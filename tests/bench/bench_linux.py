#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
make bench-linux: measure kernels of Linux and keep their figures in linux.json, for
make bench-compare to hold Exo-OS against. Without words: debian and tuned.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import linux_figures  # noqa: E402  (the path must be set first)
import linux_kernel  # noqa: E402
import measure  # noqa: E402
from harness import qemu  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*", metavar="debian|tuned|NAME=IMAGE[,CONFIG]")
    for word in parser.parse_args().words or ["debian", "tuned"]:
        try:
            store(linux_kernel.find(word))
        except (linux_kernel.KernelError, measure.BenchError, qemu.ExpectError, OSError,
                RuntimeError) as error:
            print(f"*** {error}", file=sys.stderr)
            return 1
    return 0


def store(kernel: linux_kernel.Kernel) -> None:
    figures = linux_figures.measured(kernel)
    linux_figures.save({**linux_figures.load(), kernel.name: figures})
    print(f"{kernel.name}: {figures.kernel}, {kernel.image}\n"
          f"  {len(figures.rows)} rows, {figures.footprint}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
