# SPDX-License-Identifier: GPL-2.0-only
"""
The growth rows of usr/bench: each at two sizes far apart, "name[10]" and
"name[10000]". What an operation costs must not depend on the size; where it does,
GROWS says how much more is done, and LOGARITHMIC what is searched.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

import flat
import peers

SCRIPT = """mount -t tmpfs tmpfs /tmp
[ -w /proc/sys/kernel/pid_max ] && echo 32768 > /proc/sys/kernel/pid_max
bench --growth"""
MEMORY = "1G"  # for files, of which tmpfs has one for every second page

# Those that copy or do more for a larger size, and what.
GROWS = {
    "fork_of_mebibytes": "copies 8 bytes for every 2 MB: an entry of the page directory",
    "fork_of_areas": "copies every area",
    "fork_of_descriptors": "copies every descriptor",
    "open_of_names_in_path": "copies, hashes and looks up that many names",
}
LOGARITHMIC = {
    "mmap_among_areas": "a balanced tree of areas",
}


@dataclass(frozen=True)
class Growth:
    """A row at its two sizes."""

    name: str
    sizes: tuple[int, int]
    figures: tuple[float, float]

    @property
    def ratio(self) -> float:
        return self.figures[1] / self.figures[0]

    @property
    def allowed(self) -> float:
        """By how much the figure may grow."""
        small, large = self.sizes
        if self.name in GROWS:
            return large / small
        if self.name in LOGARITHMIC:
            return math.log(large) / math.log(small)
        return flat.RATIO

    @property
    def reason(self) -> str:
        return GROWS.get(self.name) or LOGARITHMIC.get(self.name) or ""


def run(kernel: Path, cmdline: str) -> peers.Table:
    return peers.run(kernel, cmdline, SCRIPT, MEMORY)


def growths(medians: Mapping[str, float]) -> list[Growth]:
    """Rows with one size are none."""
    return [Growth(name, tuple(sizes), tuple(sizes.values()))
            for name, sizes in flat.by_size(medians).items()]


def problems(medians: Mapping[str, float]) -> list[str]:
    """What grows more than it may, a line each; an exception without rows does so too."""
    found = growths(medians)
    known = {growth.name for growth in found}
    gone = [f"{name}: an exception, but not measured at two sizes"
            for name in (*GROWS, *LOGARITHMIC) if name not in known]
    return gone + [f"{growth.name}: {growth.figures[1]:.0f} with {growth.sizes[1]}, "
                   f"{growth.figures[0]:.0f} with {growth.sizes[0]}"
                   for growth in found if growth.ratio > growth.allowed]
