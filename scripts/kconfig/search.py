# SPDX-License-Identifier: GPL-2.0-only
"""Search for the fewest changes of other symbols that give one a value.

Change after change is applied to a tree; each state is asked which changes
could be missing (needs.py). Sets of one size come before larger ones, so the
first that does is among the smallest.
"""

import contextlib

from kconfig import explain
from kconfig.assignments import same_value
from kconfig.needs import Change, Needs
from kconfig.paths import ConfigurationError
from kconfig.tree import Tree

_MOST_STATES = 20000  # some seconds


def fewest_changes(tree: Tree, wanted: Change):
    """A smallest set of changes, or None. Of several, what changes least besides."""
    trial = _Trial(tree, wanted)
    level, states = [frozenset()], 0
    while level:
        states += len(level)
        if states > _MOST_STATES:
            raise ConfigurationError(f"{wanted.name} hangs on too much to try it all")
        found, following = [], {}
        for changes in level:
            missing = trial.missing(changes)
            if missing is None:
                found.append(changes)
            following |= {changes | {change}: None for change in missing or ()
                          if trial.goes_with(changes, change)}
        if found:
            return min(found, key=trial.side_effects)
        level = list(following)
    return None


class _Trial:
    """A tree in which changes are made and taken back."""

    def __init__(self, tree: Tree, wanted: Change):
        self.tree = tree
        self.wanted = wanted
        self.before = values(tree)

    def missing(self, changes: frozenset):
        """Changes of which one is missing; None when nothing is."""
        with self._made(changes):
            needs = Needs(self.tree)
            found = [needs.of(self.tree.syms[change.name], change.value)
                     for change in (self.wanted, *changes) if not holds(self.tree, change)]
        return min(found, key=len) if found else None

    def goes_with(self, changes: frozenset, change: Change) -> bool:
        """Nothing is set twice, and of a choice one member."""
        symbol = self.tree.syms[change.name]
        for other in (self.wanted, *changes):
            present = self.tree.syms[other.name]
            if present is symbol or (symbol.choice and present.choice is symbol.choice
                                     and other.value == "y"):
                return False
        return True

    def side_effects(self, changes: frozenset) -> tuple:
        """For a comparison: how many values change, come or go."""
        with self._made(changes):
            return len(differences(self.before, values(self.tree))), sorted(changes)

    @contextlib.contextmanager
    def _made(self, changes: frozenset):
        made = (*sorted(changes), self.wanted)
        symbols = [self.tree.syms[change.name] for change in made]
        old = [(symbol, symbol.user_value, symbol.choice and symbol.choice.user_selection)
               for symbol in symbols]
        for symbol, change in zip(symbols, made):
            symbol.set_value(change.value)
        yield
        for symbol, value, selection in old:
            _set_or_unset(symbol, value)
            if symbol.choice and symbol.choice.user_selection is not selection:
                symbol.choice.unset_value()
                _set_or_unset(selection, "y")


def _set_or_unset(symbol, value) -> None:
    if symbol and value is None:
        symbol.unset_value()
    elif symbol:
        symbol.set_value(value)


def holds(tree: Tree, change: Change) -> bool:
    symbol = tree.syms[change.name]
    return same_value(symbol, change.value, symbol.str_value)


def values(tree: Tree) -> dict:
    """{name: value} of what a .config lists."""
    return {symbol.name: explain.value_text(symbol) for symbol in tree.unique_defined_syms
            if symbol.config_string}


def differences(before: dict, after: dict) -> dict:
    """{name: (old value, new value)}; None stands for no value."""
    return {name: (before.get(name), after.get(name)) for name in {**before, **after}
            if before.get(name) != after.get(name)}
