# SPDX-License-Identifier: GPL-2.0-only
"""
Recipes of configurations, and the Kconfig tree that carries them out.

A recipe is what a person would type: a goal of make, a seed if it is
randconfig, and settings on top, which are a fragment. So whatever fails here
is repeated by one command.
"""

import contextlib
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

import kconfiglib

from kconfig import paths, report, space, store
from kconfig.tree import Tree

DEFAULT = paths.DEFAULT_DEFCONFIG


@dataclass(frozen=True)
class Recipe:
    """A goal of make, then a fragment."""

    goal: str
    settings: tuple[tuple[str, str], ...] = ()
    seed: int | None = None

    def with_settings(self, settings: Mapping[str, str]) -> "Recipe":
        merged = dict(self.settings) | dict(settings)
        return Recipe(self.goal, tuple(merged.items()), self.seed)


class Kitchen:
    """One Kconfig tree, without external ones, which takes on one configuration after the other."""

    def __init__(self, source: Path):
        os.environ["srctree"] = str(source)
        self.tree = Tree("Kconfig")
        self.symbols = {symbol.name: symbol for symbol in self.tree.unique_defined_syms}

    def prepare(self, recipe: Recipe) -> None:
        """Bring the tree to what the recipe asks for."""
        tree = self.tree
        tree.unset_values()
        tree.reset_requests()
        if recipe.goal in ("allnoconfig", "allyesconfig"):
            space.set_all(tree, 0 if recipe.goal == "allnoconfig" else 2)
        elif recipe.goal == "randconfig":
            space.randomise(tree, recipe.seed)
        elif recipe.goal != "alldefconfig":
            tree.ask_file(paths.defconfig_path(recipe.goal), "defconfig")
        tree.ask_text(self.fragment(recipe.settings), "settings", "fragment")

    def dotconfig(self, recipe: Recipe) -> tuple[str, str]:
        """The .config of a recipe, and what of it was not honoured."""
        self.prepare(recipe)
        failures = report.collect(self.tree)
        with contextlib.redirect_stderr(io.StringIO()) as said:
            report.show(self.tree, failures, [])
        return store.config_text(self.tree), said.getvalue()

    def values(self, recipe: Recipe) -> dict[str, str]:
        """
        What a person could have set to get this configuration: the value of
        each symbol with a visible prompt; of a choice, the chosen member alone.
        """
        self.prepare(recipe)
        return {symbol.name: symbol.str_value for symbol in self.symbols.values()
                if symbol.visibility and not (symbol.choice and symbol.str_value == "n")}

    def fragment(self, settings: tuple[tuple[str, str], ...]) -> str:
        """Settings as the lines of a file."""
        return "".join(self._line(name, value) for name, value in settings)

    def _line(self, name: str, value: str) -> str:
        symbol = self.symbols.get(name)
        if symbol and symbol.orig_type == kconfiglib.STRING:
            return f'CONFIG_{name}="{kconfiglib.escape(value)}"\n'
        if value == "n":
            return f"# CONFIG_{name} is not set\n"
        return f"CONFIG_{name}={value}\n"


def command(recipe: Recipe, output: str, fragment: str) -> str:
    """What a person types to build it, the fragment being a file."""
    seed = "" if recipe.seed is None else f"KCONFIG_SEED={recipe.seed:#x} "
    return f"{seed}make O={output} {recipe.goal}{' ' + fragment if fragment else ''} all"
