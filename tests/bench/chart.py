# SPDX-License-Identifier: GPL-2.0-only
"""The ratios as a chart (SVG): a bar for each row and peer, from 1x on, logarithmic."""

import math
from typing import Mapping

LEFT, WIDTH, BAR, GAP = 190, 640, 12, 8
COLOURS = ("#3465a4", "#c17d11", "#4e9a06")
TEXT = 'font-family="sans-serif" font-size="12"'


def draw(ratios: Mapping[str, Mapping[str, float]]) -> str:
    rows = list(dict.fromkeys(row for table in ratios.values() for row in table))
    most = max((ratio for table in ratios.values() for ratio in table.values()), default=2)
    scale = WIDTH / math.log2(max(most, 2) * 1.3)
    height = BAR * len(ratios) + GAP
    lines = legend(list(ratios))
    for index, row in enumerate(rows):
        top = 40 + index * height
        lines.append(f'<text x="{LEFT - 8}" y="{top + BAR}" text-anchor="end" {TEXT}>{row}</text>')
        for place, (name, table) in enumerate(ratios.items()):
            if row in table:
                lines += bar(top + place * BAR, table[row], scale, COLOURS[place % len(COLOURS)])
    total = 50 + len(rows) * height
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 20}" '
            f'height="{total}">\n' + "\n".join(lines) + "\n</svg>\n")


def legend(names: list[str]) -> list[str]:
    return [f'<text x="{LEFT + 200 * i}" y="20" fill="{COLOURS[i % len(COLOURS)]}" {TEXT}>'
            f"instructions of {name} / ours</text>" for i, name in enumerate(names)]


def bar(top: float, ratio: float, scale: float, colour: str) -> list[str]:
    length = math.log2(ratio) * scale
    x, width = (LEFT, length) if length >= 0 else (LEFT + length, -length)
    return [f'<rect x="{x:.1f}" y="{top}" width="{width:.1f}" height="{BAR - 2}" '
            f'fill="{colour}"/>',
            f'<text x="{LEFT + max(length, 0) + 4:.1f}" y="{top + BAR - 3}" {TEXT}>'
            f"{ratio:.2f}</text>"]
