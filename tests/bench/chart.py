# SPDX-License-Identifier: GPL-2.0-only
"""The ratios as a chart (SVG): a bar for each row and kernel, from 1x on, logarithmic."""

import math
from typing import Iterable, Mapping

import peers

LEFT, TOP, WIDTH, BAR, GAP = 180, 60, 620, 11, 9
COLOURS = ("#c17d11", "#3465a4", "#4e9a06")
TITLE = "Instructions an operation takes on Linux, for each one on Exo-OS"
HEAD = """<!-- SPDX-License-Identifier: GPL-2.0-only -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" \
height="{height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
"""

Ratios = Mapping[str, Mapping[str, float]]


def draw(ratios: Ratios) -> str:
    """@ratios: for each kernel those of its rows."""
    rows = list(dict.fromkeys(row for table in ratios.values() for row in table))
    values = [ratio for table in ratios.values() for ratio in table.values()]
    most = max([2, *values])
    step = WIDTH / math.log2(most)  # of a factor of two
    bottom = TOP + len(rows) * group_height(ratios)
    parts = [*legend(ratios), *grid(most, step, bottom)]
    for index, row in enumerate(rows):
        parts += group(row, ratios, TOP + index * group_height(ratios), step)
    width, height = LEFT + WIDTH + 60, bottom + 10
    return HEAD.format(width=width, height=height) + "\n".join(parts) + "\n</svg>\n"


def group_height(ratios: Ratios) -> int:
    return BAR * len(ratios) + GAP


def legend(ratios: Ratios) -> Iterable[str]:
    yield text(LEFT, 18, TITLE, 'font-weight="bold"')
    for place, (name, table) in enumerate(ratios.items()):
        mean = peers.geometric_mean(list(table.values()))
        yield text(LEFT + 200 * place, 36, f"{name}: {mean:.2f}x in the mean",
                   f'fill="{colour(place)}"')


def grid(most: float, step: float, bottom: int) -> Iterable[str]:
    """A line for each power of two."""
    for power in range(int(math.log2(most)) + 1):
        x = LEFT + power * step
        yield (f'<line x1="{x:.1f}" y1="{TOP - 6}" x2="{x:.1f}" y2="{bottom}" '
               f'stroke="{"#888" if power == 0 else "#ddd"}"/>')
        yield text(x, TOP - 9, f"{2 ** power}x", 'text-anchor="middle" fill="#888"')


def group(row: str, ratios: Ratios, top: int, step: float) -> Iterable[str]:
    middle = top + (group_height(ratios) - GAP) / 2 + 4
    yield text(LEFT - 8, middle, row, 'text-anchor="end"')
    for place, table in enumerate(ratios.values()):
        if row in table:
            yield from bar(top + place * BAR, table[row], step, colour(place))


def bar(top: float, ratio: float, step: float, fill: str) -> Iterable[str]:
    length = math.log2(ratio) * step
    yield (f'<rect x="{LEFT + min(length, 0):.1f}" y="{top}" width="{abs(length):.1f}" '
           f'height="{BAR - 1}" fill="{fill}"/>')
    yield text(LEFT + max(length, 0) + 4, top + BAR - 2, f"{ratio:.2f}", 'font-size="10"')


def text(x: float, y: float, content: str, style: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{content}</text>'


def colour(place: int) -> str:
    return COLOURS[place % len(COLOURS)]
