# SPDX-License-Identifier: GPL-2.0-only
"""
The configurations of a farm, each by a name that says what it is:

    allnoconfig, x86_64_defconfig   goals of make
    off-X, on-X, set-X              the default with one symbol changed. What the
                                    change needs is in its reference too, so that
                                    nothing but X can make the images differ
    reference, reference-Y          what those are compared with
    only-X                          allnoconfig, X, and what X needs
    low-X, high-X                   the default with a number at an end of its range
    random-0x1234                   randconfig with this seed

What sets a symbol that is no bool, and which file it changes, is in
tests/config/symbol_behaviour.toml, which also says what a boot shows of it.
"""

import fnmatch
import random
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import kconfiglib

from kconfig import paths
from kconfig.needs import Change
from kconfig.search import fewest_changes
from matrix.recipe import DEFAULT, Kitchen, Recipe

BEHAVIOUR = "tests/config/symbol_behaviour.toml"
# With it, any change at all would change the image.
SHOWS_ALL = {"IKCONFIG": "n"}
# A folder of the tree stands for somebody's; the other words are his numbers,
# which no two machines share.
FOLDER = "tests/config/data"
OF_A_PERSON = {"USER", "GROUP"}
IMAGES = ("exo", "exo.elf")


@dataclass(frozen=True)
class Configuration:
    """One job of the farm."""

    name: str
    recipe: Recipe
    text: str  # .config
    refused: str  # what of the recipe was not honoured
    files: tuple[str, ...] = IMAGES  # to be compared with those of the reference
    reference: str = ""


@dataclass(frozen=True)
class _Plan:
    """A configuration before its .config is known."""

    recipe: Recipe
    files: tuple[str, ...] = IMAGES
    reference: Recipe | None = None


class Lister:
    """Makes the list from the Kconfig tree of a source tree."""

    def __init__(self, kitchen: Kitchen, source: Path):
        self.kitchen = kitchen
        table = source / BEHAVIOUR
        self.behaviour = tomllib.loads(table.read_text()) if table.exists() else {}
        self.prompted = [symbol for symbol in kitchen.symbols.values()
                         if any(node.prompt for node in symbol.nodes)]
        self.shows_all = {name: value for name, value in SHOWS_ALL.items()
                          if name in kitchen.symbols}

    def configurations(self, seed: int, count: int, patterns: list[str]) -> list[Configuration]:
        """Those whose names match a pattern, all without any; and their references."""
        plans = dict(self._plans(seed, count))
        names = {plan.recipe: name for name, plan in plans.items()
                 if name.startswith("reference")}
        wanted = [name for name in plans
                  if not patterns or any(fnmatch.fnmatchcase(name, each) for each in patterns)]
        references = {names[plans[name].reference] for name in wanted if plans[name].reference}
        return [self._complete(name, plan, names) for name, plan in plans.items()
                if name in references or name in wanted]

    def _complete(self, name: str, plan: _Plan, names: dict[Recipe, str]) -> Configuration:
        text, refused = self.kitchen.dotconfig(plan.recipe)
        reference = names[plan.reference] if plan.reference else ""
        return Configuration(name, plan.recipe, text, refused, plan.files, reference)

    def _plans(self, seed: int, count: int) -> Iterator[tuple[str, _Plan]]:
        for goal in ("allnoconfig", "allyesconfig", "alldefconfig",
                     *paths.names_in(paths.source_path("defconfigs"), "_defconfig")):
            yield goal, _Plan(Recipe(goal))
        yield from self._flips()
        for symbol in self.prompted:
            if symbol.orig_type == kconfiglib.BOOL:
                yield f"only-{symbol.name}", _Plan(self._only(symbol))
            else:
                yield from self._ends(symbol)
        chance = random.Random(seed)
        for _ in range(count):
            number = chance.getrandbits(31)
            yield f"random-{number:#x}", _Plan(Recipe("randconfig", seed=number))

    # One symbol changed

    def _flips(self) -> Iterator[tuple[str, _Plan]]:
        flips = {}
        for symbol in self.prompted:
            flips |= self._flip(symbol)
        references: dict[Recipe, set[str]] = {}
        for plan in flips.values():
            references.setdefault(plan.reference, set()).update(plan.files)
        for recipe, files in references.items():
            beside = [name if value == "y" else f"{name}={value}".replace("/", "_")
                      for name, value in recipe.settings
                      if self.shows_all.get(name) != value]
            yield "-".join(["reference", *beside]), _Plan(recipe, tuple(sorted(files)))
        yield from flips.items()

    def _flip(self, symbol) -> dict[str, _Plan]:
        entry = self.behaviour.get(symbol.name, {})
        if OF_A_PERSON & set(entry.get("set", {}).values()):
            return {}
        settings = self.shows_all | _in_this_tree(entry.get("with", {}))
        reference = Recipe(DEFAULT, tuple(settings.items()))
        self.kitchen.prepare(reference)
        present = symbol.str_value
        change = _in_this_tree(entry.get("set", {})) or self._other_value(symbol, present)
        if not change:
            return {}
        if change.get(symbol.name) == "y":
            reference = reference.with_settings(self._needs(symbol))
        word = "set" if symbol.orig_type != kconfiglib.BOOL else "off" if present == "y" else "on"
        files = (*IMAGES, entry["changes"]) if entry.get("changes") == "exo.iso" else IMAGES
        plan = _Plan(reference.with_settings(change), files, reference)
        return {f"{word}-{symbol.name}": plan}

    def _other_value(self, symbol, present: str) -> dict[str, str]:
        """Settings that flip a bool in the prepared configuration; none if it cannot be."""
        if symbol.orig_type != kconfiglib.BOOL:
            return {}
        if present != "y":
            return {symbol.name: "y"}
        if not symbol.choice:
            return {symbol.name: "n"}
        other = next((each for each in symbol.choice.syms
                      if each is not symbol and each.visibility), None)
        return {other.name: "y"} if other else {}

    def _needs(self, symbol) -> dict[str, str]:
        """
        What else must be set so that a symbol can be y. Where nothing will do,
        the request for it is not honoured, and that is told.
        """
        changes = fewest_changes(self.kitchen.tree, Change(symbol.name, "y")) or ()
        return {change.name: change.value for change in sorted(changes)}

    # Alone, and at the ends

    def _only(self, symbol) -> Recipe:
        recipe = Recipe("allnoconfig")
        self.kitchen.prepare(recipe)
        return recipe.with_settings(self._needs(symbol)).with_settings({symbol.name: "y"})

    def _ends(self, symbol) -> Iterator[tuple[str, _Plan]]:
        recipe = Recipe(DEFAULT)
        self.kitchen.prepare(recipe)
        for low, high, condition in symbol.ranges if symbol.visibility else ():
            if kconfiglib.expr_value(condition):
                for word, end in (("low", low), ("high", high)):
                    setting = {symbol.name: end.str_value}
                    yield f"{word}-{symbol.name}", _Plan(recipe.with_settings(setting))
                return


def _in_this_tree(settings: dict[str, str]) -> dict[str, str]:
    return {name: FOLDER if value == "FOLDER" else value for name, value in settings.items()}
