# SPDX-License-Identifier: GPL-2.0-only
"""What make fix must not be beaten by: all sets of changes, tried one after the other."""

import itertools
import sys
from typing import Iterator

from harness.paths import SRCTREE

sys.path.insert(0, str(SRCTREE / "scripts"))

import kconfiglib  # noqa: E402  (the path must be set first)
from kconfig.assignments import same_value  # noqa: E402
from kconfig.tree import Tree  # noqa: E402


class BruteForce:
    """A tree that is loaded from lines of a .config again and again."""

    def __init__(self, lines: dict[str, str]):
        self.tree = Tree()
        self.lines = lines

    def has(self, wanted: dict[str, str]) -> bool:
        """Whether the symbols have these values when their lines are changed to them."""
        self.tree.unset_values()
        self.tree.reset_requests()
        chosen = [self.tree.syms[name].choice for name, value in wanted.items() if value == "y"]
        for name, value in {**self.lines, **wanted}.items():
            symbol = self.tree.syms[name]
            if symbol.choice and symbol.choice in chosen and wanted.get(name) != "y":
                value = "n"
            elif symbol.choice and wanted.get(name) == "n":
                value = self.lines.get(name, "n")  # it goes when another one is chosen
            symbol.set_value(value)
        return all(same_value(self.tree.syms[name], value, self.tree.syms[name].str_value)
                   for name, value in wanted.items())

    def fewest(self, name: str, value: str, most: int) -> int | None:
        """The size of the smallest set of up to `most` other changes that does."""
        changes = [(each.name, other) for each in self.concerned(name) if each.name != name
                   for other in self.other_values(each)]
        for size in range(most + 1):
            for some in itertools.combinations(changes, size):
                if len(dict(some)) == size and self.has({**dict(some), name: value}):
                    return size
        return None

    def concerned(self, name: str) -> list:
        """The symbols with a prompt that a symbol can hang on, however indirectly."""
        found, new = set(), {self.tree.syms[name]}
        while new:
            found |= new
            new = {item for item in self._items() if item not in found
                   and not found.isdisjoint(_influenced(item))}
        return [symbol for symbol in self.tree.unique_defined_syms if symbol in found
                and any(node.prompt for node in symbol.nodes)]

    def _items(self) -> Iterator:
        return itertools.chain(self.tree.unique_defined_syms, self.tree.unique_choices)

    def other_values(self, symbol) -> set[str]:
        if symbol.choice:
            return {"y"}
        if symbol.orig_type == kconfiglib.BOOL:
            return {"y", "n"} - {self.lines.get(symbol.name)}
        return {"", "1", "5", "9"} if symbol.orig_type == kconfiglib.STRING else {"1", "5", "9"}


def _influenced(item) -> set:
    """What hangs on a symbol or choice directly."""
    members = set(item.syms) if isinstance(item, kconfiglib.Choice) else set()
    return set(item._dependents) | members | ({item.choice} if getattr(item, "choice", None)
                                              else set())
