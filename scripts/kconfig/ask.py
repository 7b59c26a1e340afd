# SPDX-License-Identifier: GPL-2.0-only
"""Goals that answer a question and write nothing."""

import os

import kconfiglib

from kconfig import explain, paths
from kconfig.paths import ConfigurationError
from kconfig.tree import load_current


def _symbol(tree, name: str):
    name = name.removeprefix("CONFIG_")
    symbol = tree.syms.get(name)
    if symbol is None or not symbol.nodes:
        defined = [each.name for each in tree.unique_defined_syms]
        raise ConfigurationError(f"no Kconfig file defines {name}"
                                 + (paths.nearest(name.upper(), defined)))
    return symbol


def why(_arguments: list) -> int:
    """make why SYM=X: what X is, where from, and what stands in its way."""
    name = os.environ.get("SYM")
    if not name:
        raise ConfigurationError("say which symbol: make why SYM=KMON")
    tree = load_current()
    symbol = _symbol(tree, name.partition("=")[0])
    for node in symbol.nodes:
        title = f'"{node.prompt[0]}"' if node.prompt else "(no prompt)"
        print(f"{symbol.name} {title}, {node.filename}:{node.linenr}")
    came = explain.origin(tree, symbol)
    print(f"  is {explain.value_text(symbol)}: {came.text}{_at(came.where)}")
    for line in _possible(tree, symbol):
        print("  " + line)
    return 0


def _at(where: str) -> str:
    return f", {where}" if where else ""


def _possible(tree, symbol) -> list:
    """Lines: what else the symbol could be."""
    blocked = explain.hindrances(tree, symbol)
    if blocked:
        return ["cannot be set:"] + ["  " + line for line in blocked]
    bounds = explain.active_range(symbol)
    if bounds:
        return [f"can be set from {bounds[0]} to {bounds[1]}, {bounds[2]}"]
    if symbol.choice and symbol.tri_value:
        others = [each.name for each in symbol.choice.syms if each is not symbol
                  and each.visibility]
        return ["to turn it off, choose " + " or ".join(others) if others
                else "it is the only member of its choice that can be chosen"]
    if symbol.choice:
        return [f"can be chosen: scripts/config --disable {symbol.choice.selection.name}"
                f" --enable {symbol.name}"]
    if symbol.orig_type != kconfiglib.BOOL:
        return ["can be set"]
    if len(symbol.assignable) > 1:
        flag = "--disable" if symbol.tri_value else "--enable"
        return [f"can be changed: scripts/config {flag} {symbol.name}"]
    selected = explain.refusal(tree, symbol, "n")
    return ["cannot be turned off:"] + ["  " + line for line in selected]


def trace(_arguments: list) -> int:
    """Each value with where it came from; SYM=X for one symbol only."""
    tree = load_current()
    wanted = os.environ.get("SYM")
    symbols = [_symbol(tree, wanted)] if wanted else tree.unique_defined_syms
    for symbol in symbols:
        if symbol.config_string or wanted:
            came = explain.origin(tree, symbol)
            value = f"{symbol.name}={explain.value_text(symbol)}"
            text = "" if came.text == came.kind else came.text
            print(f"{value:32} {came.kind:9} {came.where:36} {text}".rstrip())
    return 0
