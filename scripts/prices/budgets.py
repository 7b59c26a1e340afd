# SPDX-License-Identifier: GPL-2.0-only
"""Figures of kernels beside what their defconfigs allow, and what to do about them."""

from dataclasses import dataclass
from typing import Iterable, Mapping

from kconfig.budgets import Budget

from prices import listing
from prices.book import Price

DEAREST = 5
ROW = "{:<20}{:>10}{:>10}{:>10}{:>10}{:>12}{:>12}"
HEAD = ROW.format("", "image KB", "allowed", "RAM KB", "allowed", "boot 1000", "allowed")


@dataclass(frozen=True)
class Figures:
    """Of a kernel: bytes of its file, KB of RAM after start-up, instructions until then."""

    image: int
    ram_kb: int
    boot: int


def row(defconfig: str, figures: Figures, budget: Budget) -> str:
    return ROW.format(defconfig.removesuffix("_defconfig"), _up(figures.image, 1024),
                      budget.image_kb, figures.ram_kb, budget.ram_kb, _up(figures.boot, 1000),
                      budget.boot_thousands)


def _up(number: int, unit: int) -> int:
    return -(-number // unit)


def broken(figures: Figures, budget: Budget) -> dict[str, str]:
    """{column of the prices: what is wrong}, for each limit that is not kept."""
    found = {}
    if figures.image > budget.image_kb * 1024:
        found["image"] = f"the image has {figures.image} bytes, {budget.image_kb} KB are allowed"
    if figures.ram_kb > budget.ram_kb:
        found["ram_kb"] = f"{figures.ram_kb} KB of RAM are in use after start-up," \
                          f" {budget.ram_kb} are allowed"
    if figures.boot > budget.boot_thousands * 1000:
        found["boot"] = f"start-up takes {figures.boot} instructions," \
                        f" {budget.boot_thousands} thousand are allowed"
    return found


def complaint(defconfig: str, wrong: Mapping[str, str], prices: Mapping[str, Price],
              enabled: Iterable[str]) -> list[str]:
    """What is wrong, and the dearest symbols that are on, a line each."""
    enabled = list(enabled)
    lines = []
    for order, text in wrong.items():
        lines.append(f"*** {defconfig} breaks its budget: {text}. The dearest symbols:")
        lines += ["      " + line
                  for line in listing.dearest(prices, enabled, order, DEAREST)]
    return lines
