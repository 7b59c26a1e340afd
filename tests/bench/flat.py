# SPDX-License-Identifier: GPL-2.0-only
"""
Benchmarks that are measured at several sizes: what they do must not cost more
when there is more of it. That is the rule; GROWS lists the exceptions.

The first size of a benchmark is its small case. Of files and of communication
between processes the largest is at least a hundred times that, or the rows
would show little.
"""

import re
from typing import Mapping

RATIO = 1.3  # 1.5 was promised
# Which frames are free, and so how far a search goes, depends on the image's size.
RATIO_OF_FRAMES = 1.5

# Those that do more work for a larger size, and what.
GROWS = {
    "bitmap.count": "looks at every word",
    "bitmap.next_clear": "looks at every word up to the last",
    "frame.alloc_4_in_a_row_and_free": "looks for a run among used frames",
    "devices.read_urandom": "makes that many bytes",
    "hash.bytes": "reads that many bytes",
    "named_channel.call_and_reply": "copies that many bytes",
    "named_channel.one_way": "copies that many bytes",
    "named_channel.there_and_back": "copies that many bytes",
    "pipe.round_trip": "copies that many bytes",
    "pipe.write_and_read": "copies that many bytes",
    "ring.write_and_read": "copies that many bytes",
    "string.memcmp": "compares that many bytes",
    "string.memcpy": "copies that many bytes",
    "string.memset": "writes that many bytes",
    "uaccess.copy_from": "copies that many bytes",
    "uaccess.copy_to": "copies that many bytes",
    "uaccess.string_copy": "copies that many bytes",
    "vm.fork_and_exit_mb": "shares a page table for every 2 MB",
}

APART = 100
APART_SUITES = ("file_table", "named_channel", "pipe", "tmpfs", "vfs")


def by_size(medians: Mapping[str, int]) -> dict[str, dict[int, int]]:
    """{"suite.name": {size: median}} of the benchmarks with more than one size, in order."""
    found: dict[str, dict[int, int]] = {}
    for row, median in medians.items():
        if match := re.fullmatch(r"(.+)\[(\d+)\]", row):
            found.setdefault(match[1], {})[int(match[2])] = median
    return {bench: sizes for bench, sizes in found.items() if len(sizes) > 1}


def problems(medians: Mapping[str, int]) -> list[str]:
    """What breaks the rule, a line each; an exception without rows does so too."""
    benches = by_size(medians)
    found = [f"{bench}: in GROWS, but not measured at two sizes"
             for bench in GROWS if bench not in benches]
    for bench, sizes in benches.items():
        if bench not in GROWS:
            found += _growth(bench, sizes) + _too_close(bench, sizes)
    return found


def _growth(bench: str, sizes: dict[int, int]) -> list[str]:
    small = next(iter(sizes.values()))
    most = (RATIO_OF_FRAMES if bench.startswith("frame.") else RATIO) * small
    return [f"{bench}: {median} with {size}, {small} with {next(iter(sizes))}"
            for size, median in sizes.items() if median > most]


def _too_close(bench: str, sizes: dict[int, int]) -> list[str]:
    smallest, largest = min(sizes), max(sizes)
    if bench.split(".")[0] not in APART_SUITES or largest >= APART * smallest:
        return []
    return [f"{bench}: {largest} is not {APART} times {smallest}"]
