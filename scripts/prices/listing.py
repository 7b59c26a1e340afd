# SPDX-License-Identifier: GPL-2.0-only
"""Prices as text: a table, and the lines that menuconfig shows of a symbol."""

import os
from typing import Iterable, Mapping

from prices.book import Price
from prices.flips import Flip

ORDERS = {"image": "bytes of the image", "bytes": "bytes of the image and bss",
          "boot": "instructions to start up", "ram_kb": "KB of RAM once started"}
ROW = "{:<24}{:>9}{:>9}{:>8}{:>9}{:>11}{:>8}  {}"
HEAD = ROW.format("symbol", "text", "rodata", "data", "bss", "boot", "RAM KB", "").rstrip()
SHOWN_OTHERS = 4


def table(prices: Mapping[str, Price], flips: Iterable[Flip], order: str) -> list[str]:
    """Dearest first; behind them those without a price, and why."""
    flips = list(flips)
    priced = [flip for flip in flips if flip.name in prices and not flip.obstacle]
    priced.sort(key=lambda flip: -(getattr(prices[flip.name], order) or 0))
    lines = [HEAD] + [_row(flip, prices[flip.name]) for flip in priced]
    for flip in flips:
        if flip.obstacle:
            lines.append(f"{flip.name:<24}  {flip.obstacle}")
        elif flip.name not in prices:
            lines.append(f"{flip.name:<24}  not measured yet")
    return lines


def _row(flip: Flip, price: Price) -> str:
    notes = ["stale"] if stale(flip, price) else []
    if price.others:
        notes.append("with " + shortened(price.others))
    return ROW.format(flip.name, price.text, price.rodata, price.data, price.bss,
                      _known(price.boot), _known(price.ram_kb), ", ".join(notes)).rstrip()


def shortened(names: tuple[str, ...]) -> str:
    rest = len(names) - SHOWN_OTHERS
    return " ".join(names[:SHOWN_OTHERS]) + (f" and {rest} more" if rest > 0 else "")


def _known(figure: int | None) -> str:
    return "-" if figure is None else str(figure)


def stale(flip: Flip, price: Price) -> bool:
    """Measured before the symbols that change with it, or what all is compiled with, changed."""
    return flip.identity(price.toolchain) != price.identity


def information(flip: Flip, prices: Mapping[str, Price]) -> list[str]:
    """What a symbol costs, for a person who looks at it."""
    if flip.obstacle:
        return [f"None: {flip.obstacle}"]
    price = prices.get(flip.name)
    if price is None:
        return ["Not measured yet: make prices"]
    lines = [f"{price.image:+} bytes of the image: text {price.text:+},"
             f" rodata {price.rodata:+}, data {price.data:+}; bss {price.bss:+}"]
    if price.boot is not None:
        lines.append(f"{price.boot:+} instructions to start up, {price.ram_kb:+} KB of RAM then")
    if price.others:
        lines.append("together with " + " ".join(price.others))
    age = ", stale: make prices renews it" if stale(flip, price) else ""
    return lines + [f"measured in the default configuration by {price.toolchain}{age}"]


def dearest(prices: Mapping[str, Price], names: Iterable[str], order: str, count: int) -> list[str]:
    """Of some symbols those that cost most, a line each."""
    known = [name for name in names if name in prices and getattr(prices[name], order)]
    known.sort(key=lambda name: -getattr(prices[name], order))
    return [f"{name:<24}{getattr(prices[name], order):>10} {ORDERS[order]}"
            for name in known[:count]]


def order_asked() -> str:
    """SORT= of the environment; ValueError if there is no such column."""
    asked = os.environ.get("SORT") or "image"
    order = {"ram": "ram_kb"}.get(asked, asked)
    if order not in ORDERS:
        raise ValueError(f"SORT={asked}: there are {' '.join(ORDERS)}")
    return order
