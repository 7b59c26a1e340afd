# SPDX-License-Identifier: GPL-2.0-only
"""
make explain-size: whose bytes the present image is made of, by symbol of the
configuration, by file and by function or variable; and what nobody owns.

COUNT= rows of each table (20; 0: all).
"""

import argparse
import re
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[0] = str(ROOT / "scripts")

from explain_size.linker_map import Map, MapError, Piece, parse  # noqa: E402
from explain_size.owners import ALWAYS, owners  # noqa: E402

KINDS = ("text", "rodata", "data", "bss")
SECTION_KINDS = {".text": "text", ".boot": "text", ".data": "data", ".bss": "bss"}
TABLE_OF_NAMES = ".exo.kallsyms.o"
ACROSS_FILES = "(optimised across files)"
MERGED = "(strings of several files)"
ROW = "{:<44}{:>9}{:>9}{:>8}{:>9}{:>9}"


def main() -> int:
    asked = arguments()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # make ... | head
    try:
        pieces = parse(asked.map.read_text(encoding="utf-8"))
        listing = subprocess.run([asked.nm, "-S", asked.elf], capture_output=True, text=True,
                                 check=True).stdout
    except (MapError, OSError, subprocess.CalledProcessError) as error:
        print(f"*** {error}", file=sys.stderr)
        return 1
    print("\n".join(report(pieces, listing, owners(ROOT), asked.count)))
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--nm", default="nm")
    parser.add_argument("map", type=Path)
    parser.add_argument("elf", type=Path)
    return parser.parse_args()


def report(image: Map, listing: str, owner_of: dict[str, str], count: int) -> list[str]:
    by_file = sizes_by_file(image)
    by_symbol: dict[str, Counter] = defaultdict(Counter)
    for file, sizes in by_file.items():
        by_symbol[owner(file, owner_of)].update(sizes)
    lost = Counter()
    for section in image.sections:
        lost[kind(section)] += image.unattributed(section)
    total = sum(by_file.values(), Counter()) + lost
    return [*table("By symbol", by_symbol, count), "", *table("By file", by_file, count), "",
            *names(image, listing, count), "",
            head("Together"), row("attributed", total - lost),
            row("unattributed: alignment, ends of pages", lost), row("the image", total)]


def kind(section: str) -> str:
    return SECTION_KINDS.get(section, "rodata")


def owner(file: str, owner_of: dict[str, str]) -> str:
    if file == TABLE_OF_NAMES:
        return "KALLSYMS"
    return file if file in (ACROSS_FILES, MERGED) else owner_of.get(file, ALWAYS)


def file_of(piece: Piece) -> str:
    """
    Link-time optimisation leaves one file of the compiler's: gcc's outside the tree,
    LLVM's of this name. LLVM's linker has no file for strings that it merged.
    """
    if piece.file.startswith("/") or piece.file == "lto.tmp":
        return ACROSS_FILES
    return MERGED if piece.file == "<internal>" else piece.file


def sizes_by_file(image: Map) -> dict[str, Counter]:
    found: dict[str, Counter] = defaultdict(Counter)
    for piece in image.pieces:
        found[file_of(piece)][kind(piece.section)] += piece.size
    return found


def names(image: Map, listing: str, count: int) -> list[str]:
    """The largest functions and variables."""
    found = []
    for address, size, name in re.findall(r"^([0-9a-f]+) ([0-9a-f]+) \S (\S+)$", listing, re.M):
        at = int(address, 16)
        piece = next((each for each in image.pieces
                      if each.address <= at < each.address + each.size), None)
        if piece:
            found.append((int(size, 16), kind(piece.section), name, file_of(piece)))
    found.sort(key=lambda each: (-each[0], each[2]))
    lines = [f"{size:>9}  {of:<7}{name}, {file}" for size, of, name, file in found[:count or None]]
    return ["The largest functions and variables"] + lines + rest(len(found), count)


def table(title: str, sizes: dict[str, Counter], count: int) -> list[str]:
    ordered = sorted(sizes, key=lambda name: (-sizes[name].total(), name))
    rows = [row(name, sizes[name]) for name in ordered[:count or None]]
    return [head(title)] + rows + rest(len(ordered), count)


def head(title: str) -> str:
    return ROW.format(title, *KINDS, "all")


def row(name: str, sizes: Counter) -> str:
    return ROW.format(name, *(sizes[each] for each in KINDS), sizes.total())


def rest(present: int, count: int) -> list[str]:
    return [f"and {present - count} more: COUNT=0 shows all"] if 0 < count < present else []


if __name__ == "__main__":
    sys.exit(main())
