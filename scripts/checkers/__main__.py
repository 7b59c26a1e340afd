# SPDX-License-Identifier: GPL-2.0-only
"""`python3 scripts/checkers [NAME...]`: run the checkers, print findings, exit 1 for any."""

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from checkers.source import Tree  # noqa: E402  (the path must be set first)
from harness.paths import source_files  # noqa: E402

CHECKERS = ("config_names", "cycles", "formatting", "layers", "length", "licence", "links",
            "python", "shell", "syscalls", "tests", "wording")


def main(names: list[str]) -> int:
    unknown = set(names) - set(CHECKERS)
    if unknown:
        sys.exit(f"unknown: {' '.join(sorted(unknown))}; there are: {' '.join(CHECKERS)}")
    tree = Tree(ROOT, source_files())
    count = 0
    for name in names or CHECKERS:
        for finding in importlib.import_module(f"checkers.{name}").check(tree):
            print(f"{finding} [{name}]")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
