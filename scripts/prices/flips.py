# SPDX-License-Identifier: GPL-2.0-only
"""
How to flip each symbol of a configuration alone, or with as little else as can be.

What depends on a symbol follows when it is turned off; what it depends on has to be
turned on before it, as make fix would do it. Then the price is that of the smallest
set, and `others` names it.
"""

import hashlib
from dataclasses import dataclass, field

import kconfiglib
from kconfiglib import expr_value

from kconfig import explain, paths, store
from kconfig.needs import Change
from kconfig.paths import ConfigurationError
from kconfig.search import fewest_changes
from kconfig.tree import Tree

BASE = paths.DEFAULT_DEFCONFIG
# The files whose symbols change the price of everything, when their values change.
FLAGS = "scripts/Kconfig.compiler"


@dataclass
class Flip:
    """A symbol of the base turned into its opposite; `obstacle` says why that cannot be."""

    name: str
    turned_on: bool = False
    others: list[str] = field(default_factory=list)
    config: str = ""  # the whole .config
    obstacle: str = ""
    _identity: str = ""

    def identity(self, toolchain: str) -> str:
        """Differs for prices that are not to be compared."""
        return hashlib.sha256(f"{toolchain}\n{self._identity}".encode()).hexdigest()[:12]


class Flips:
    """The flips of the default configuration, which knows no external trees."""

    def __init__(self, base: str = BASE):
        self._base = paths.defconfig_path(base)
        self._tree = Tree("Kconfig")
        self._reset()
        self._values = self._all_values()
        self.config = store.config_text(self._tree)

    def names(self) -> list[str]:
        """The symbols that a person can set, in the order of the menus."""
        return [symbol.name for symbol in self._tree.unique_defined_syms
                if any(node.prompt for node in symbol.nodes)]

    def flip(self, name: str) -> Flip:
        self._reset()
        symbol = self._tree.syms.get(name)
        if symbol is None or not symbol.nodes:
            return Flip(name, obstacle="of an external tree, without which prices are measured")
        if symbol.orig_type != kconfiglib.BOOL:
            return Flip(name, obstacle="a number or text: what it costs depends on its value")
        if symbol.choice and symbol.tri_value:
            return Flip(name, obstacle="the chosen one: the others are priced against it")
        if symbol.tri_value and expr_value(symbol.rev_dep):
            return Flip(name, obstacle=explain.refusal(self._tree, symbol, "n")[0])
        turned_on = not symbol.tri_value
        wanted = Change(name, "y" if turned_on else "n")
        try:
            needed = fewest_changes(self._tree, wanted) if turned_on else None
        except ConfigurationError as error:
            return Flip(name, obstacle=str(error))
        for change in (*(needed or ()), wanted):
            self._tree.syms[change.name].set_value(change.value)
        if bool(symbol.tri_value) != turned_on:
            return Flip(name, obstacle=self._refused(symbol, turned_on))
        return self._changed(name, turned_on)

    def _refused(self, symbol, turned_on: bool) -> str:
        lines = explain.hindrances(self._tree, symbol)
        return lines[0] if lines else f"cannot be turned {'on' if turned_on else 'off'}"

    def _changed(self, name: str, turned_on: bool) -> Flip:
        now = self._all_values()
        changed = sorted(each for each in now if now[each] != self._values[each])
        flags = {each: self._values[each] for each in sorted(self._values)
                 if self._tree.syms[each].nodes[0].filename == FLAGS}
        identity = "\n".join([f"{each} {self._values[each]} {now[each]}" for each in changed]
                             + [f"{each} {value}" for each, value in flags.items()])
        visible = [each for each in changed if each != name
                   and any(node.prompt for node in self._tree.syms[each].nodes)
                   and self._tree.syms[each].orig_type == kconfiglib.BOOL]
        return Flip(name, turned_on, visible, store.config_text(self._tree), "", identity)

    def _reset(self) -> None:
        self._tree.unset_values()
        self._tree.reset_requests()
        self._tree.ask_file(self._base, "defconfig")

    def _all_values(self) -> dict[str, str]:
        return {symbol.name: symbol.str_value for symbol in self._tree.unique_defined_syms}
