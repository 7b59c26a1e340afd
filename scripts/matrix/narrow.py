# SPDX-License-Identifier: GPL-2.0-only
"""
Which symbols make a configuration fail.

The settings in which it differs from one that passes are made fewer until none
can be left out, each attempt being a job of the farm. The Kconfig tree carries
them out, so that every attempt is a configuration that can be had. Where
failures look alike, the symbols found for one are looked for in the others
before these are narrowed, too.
"""

from matrix import ddmin
from matrix.configurations import Configuration
from matrix.farm import Farm
from matrix.recipe import DEFAULT, Kitchen, Recipe
from matrix.verdict import Verdict, signature

# What a failure is compared with: what everybody can name, if it passes.
BASES = (DEFAULT, "allnoconfig", "allyesconfig", "alldefconfig")
STAGES = ("build", "boot")  # those whose failures have symbols to blame


def narrow_all(verdicts: list[Verdict], kitchen: Kitchen, farm: Farm) -> None:
    """Find the symbols of every failure that has some."""
    bases = passing_bases(verdicts, kitchen, farm)
    found: list[Verdict] = []
    for verdict in verdicts:
        if verdict.stage not in STAGES:
            continue
        alike = next((each for each in found if is_like(verdict, each, kitchen)), None)
        if alike:
            verdict.guilty, verdict.like = alike.guilty, alike.name
            continue
        verdict.guilty = _Narrowing(verdict, kitchen, farm).guilty(bases)
        if verdict.guilty:
            found.append(verdict)


def passing_bases(verdicts: list[Verdict], kitchen: Kitchen, farm: Farm) -> list[Recipe]:
    """Asked for only when something has failed; most are there already."""
    if not any(verdict.stage in STAGES for verdict in verdicts):
        return []
    bases = [plain(Recipe(goal), goal, kitchen) for goal in BASES]
    results = farm.run(bases)
    return [base.recipe for base in bases
            if base.name in results and not results[base.name]["stage"]]


def plain(recipe: Recipe, name: str, kitchen: Kitchen) -> Configuration:
    return Configuration(name, recipe, *kitchen.dotconfig(recipe))


def is_like(verdict: Verdict, narrowed: Verdict, kitchen: Kitchen) -> bool:
    """Does it fail in the same way and have the settings found to be guilty?"""
    if verdict.signature != narrowed.signature:
        return False
    values = kitchen.values(verdict.configuration.recipe)
    return all(values.get(name, "n") == value for name, value in narrowed.guilty.settings)


class _Narrowing:
    """The narrowing of one failure."""

    def __init__(self, verdict: Verdict, kitchen: Kitchen, farm: Farm):
        self.verdict, self.kitchen, self.farm = verdict, kitchen, farm
        self.attempts = 0

    def guilty(self, bases: list[Recipe]) -> Recipe | None:
        """The smallest recipe upon the nearest base; None if there is no base to take."""
        wanted = self.kitchen.values(self.verdict.configuration.recipe)
        settings = {base: self._differing(base, wanted) for base in bases}
        for base in sorted(bases, key=lambda each: len(settings[each])):
            print(f"narrowing {self.verdict.name}: {len(settings[base])} symbols differ"
                  f" from {base.goal}", flush=True)
            if self._fail(base, [settings[base]]) == [True]:
                fewest = ddmin.smallest(settings[base], lambda some: self._fail(base, some))
                return Recipe(base.goal, tuple(fewest))
        return None

    def _differing(self, base: Recipe, wanted: dict[str, str]) -> list[tuple[str, str]]:
        present = self.kitchen.values(base)
        return [(name, value) for name, value in wanted.items() if present.get(name, "n") != value]

    def _fail(self, base: Recipe, lists: list[list[tuple[str, str]]]) -> list[bool]:
        """Which of these settings, upon the base, fail as the configuration does."""
        probes = []
        for settings in lists:
            self.attempts += 1
            name = f"{self.verdict.name}~{self.attempts}"
            probes.append(plain(Recipe(base.goal, tuple(settings)), name, self.kitchen))
        results = self.farm.run(probes)
        return [probe.name in results and self.verdict.signature
                == signature(results[probe.name]["stage"], results[probe.name]["complaint"])
                for probe in probes]
