# SPDX-License-Identifier: GPL-2.0-only
"""Goals that pick one point of the configuration space.

KCONFIG_ALLCONFIG, as in Linux, fixes some values first: the name of a file of
assignments, or empty or 1 for allGOAL.config or all.config, in the current
directory or the source tree. Fragments may follow, as after a defconfig.
"""

import os
import random

import kconfiglib

from kconfig import paths, report, store
from kconfig.paths import ConfigurationError
from kconfig.tree import Tree


def allnoconfig(fragments: list) -> int:
    """As few options as possible."""
    tree = Tree()
    set_all(tree, 0)
    return _finish(tree, "allno", fragments)


def allyesconfig(fragments: list) -> int:
    """As many options as possible."""
    tree = Tree()
    set_all(tree, 2)
    return _finish(tree, "allyes", fragments)


def alldefconfig(fragments: list) -> int:
    """Every option at its default."""
    return _finish(Tree(), "alldef", fragments)


def tinyconfig(fragments: list) -> int:
    """allnoconfig and the tiny fragment: a few lines, then halt."""
    tree = Tree()
    set_all(tree, 0)
    tree.ask_file(paths.fragment_path("tiny.config"), "fragment")
    return _finish(tree, "tiny", fragments)


def randconfig(fragments: list) -> int:
    """Random values, the same ones for the same KCONFIG_SEED."""
    seed, probability = _seed(), _probability()
    print(f"KCONFIG_SEED=0x{seed:x}")
    tree = Tree()
    randomise(tree, seed, probability)
    return _finish(tree, "rand", fragments)


def randomise(tree, seed: int, probability: float = 0.5) -> None:
    for symbol in tree.unique_defined_syms:
        if symbol.orig_type == kconfiglib.BOOL and not symbol.choice:
            symbol.set_value(2 if _draw(seed, symbol.name) < probability else 0)
    # a choice may depend on another one, further down
    for _ in range(2):
        for choice in tree.unique_choices:
            _choose(choice, seed)


def set_all(tree, value: int) -> None:
    for symbol in tree.unique_defined_syms:
        if symbol.orig_type == kconfiglib.BOOL and not symbol.choice:
            symbol.set_value(value)


def _seed() -> int:
    text = os.environ.get("KCONFIG_SEED", "")
    if not text:
        return int.from_bytes(os.urandom(4), "little")
    try:
        return int(text, 0)
    except ValueError:
        raise ConfigurationError(f"KCONFIG_SEED={text} is not a number") from None


def _probability() -> float:
    """The part of the bools that become y; given in percent, 50 by default."""
    text = os.environ.get("KCONFIG_PROBABILITY") or "50"
    if not text.isdigit() or int(text) > 100:
        raise ConfigurationError(f"KCONFIG_PROBABILITY={text} is not a number from 0 to 100")
    return int(text) / 100


def _draw(seed: int, name: str) -> float:
    """A number in [0, 1) that depends on seed and name only.

    So a new symbol leaves the values of all others as they were.
    """
    return random.Random(f"{seed}:{name}").random()


def _choose(choice, seed: int) -> None:
    visible = [symbol for symbol in choice.syms if symbol.visibility]
    if visible:
        max(visible, key=lambda symbol: _draw(seed, symbol.name)).set_value(2)


def _finish(tree, goal: str, fragments: list) -> int:
    preset = _allconfig(goal)
    if preset:
        tree.ask_file(preset, "allconfig")
    for fragment in fragments:
        tree.ask_file(paths.fragment_path(fragment), "fragment")
    status = report.finish(tree, must_honour=True)
    if status == 0:
        print(store.write_config(tree, paths.config_file()))
        store.write_origins(tree, keep=False)
    return status


def _allconfig(goal: str) -> str:
    """The file KCONFIG_ALLCONFIG stands for, or nothing."""
    name = os.environ.get("KCONFIG_ALLCONFIG")
    if name is None:
        return ""
    names = [f"{goal}.config", "all.config"] if name in ("", "1") else [name]
    for each in names:
        for path in (each, paths.source_path(each)):
            if os.path.isfile(path):
                return path
    raise ConfigurationError(f"KCONFIG_ALLCONFIG: there is no {' nor '.join(names)}")
