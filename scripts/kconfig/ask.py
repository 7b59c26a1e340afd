# SPDX-License-Identifier: GPL-2.0-only
"""Goals that answer a question and write nothing."""

import os

import kconfiglib

from kconfig import explain, locate, paths, renamed
from kconfig.assignments import parse_value, same_value
from kconfig.paths import ConfigurationError
from kconfig.tree import load_current


def wanted(goal: str) -> tuple:
    """(name, value or "") of SYM=NAME[=VALUE]."""
    name, _, value = os.environ.get("SYM", "").partition("=")
    if not name:
        raise ConfigurationError(f"say which symbol: make {goal} SYM=KMON")
    return name.removeprefix("CONFIG_"), value


def find(tree, name: str):
    """The symbol of a name; an error that suggests another where there is none."""
    symbol = tree.syms.get(name)
    if symbol is None or not symbol.nodes:
        defined = [each.name for each in tree.unique_defined_syms]
        known = renamed.what_became_of(name)
        raise ConfigurationError(f"no Kconfig file defines {name}"
                                 + (f"; {known}" if known else
                                    paths.nearest(name.upper(), defined))
                                 + "".join(f"\n  {line}" for line in _mentions(tree, name)))
    return symbol


def _mentions(tree, name: str) -> list:
    """Lines: where a symbol is used that nobody defines."""
    return [f"{explain.node_name(node)} uses it, {locate.condition_line(node, [name])}"
            for node in tree.node_iter()
            if any(item.name == name for item in node.referenced)]


def why(_arguments: list) -> int:
    """make why SYM=X: what X is, where from, and what stands in its way."""
    name, value = wanted("why")
    tree = load_current()
    symbol = find(tree, name)
    for node in symbol.nodes:
        title = f'"{node.prompt[0]}"' if node.prompt else "(no prompt)"
        print(f"{symbol.name} {title}, {node.filename}:{node.linenr}")
    for line in reasons(tree, symbol, value):
        print("  " + line)
    return 0


def reasons(tree, symbol, value: str = "") -> list:
    """Lines: where the value comes from, and what else the symbol could be.

    value: one that it should have, if that matters.
    """
    came = explain.origin(tree, symbol)
    told = [f"is {explain.value_text(symbol)}: {came.text}{_at(came.where)}"]
    told += [f"asked for {request.text}, {request.path}:{request.line}{reason}"
             for request, reason in _in_vain(tree, symbol)]
    return told + _possible(tree, symbol, value)


def _in_vain(tree, symbol) -> list:
    """[(request for the symbol that did not come true, ": reason" or "")]"""
    found = [(request, ": " + reason) for request, reason in tree.rejected
             if request.name == symbol.name]
    request = tree.asked.get(symbol.name)
    if request and not same_value(symbol, parse_value(symbol, request.text)[0], symbol.str_value):
        found.append((request, ""))
    return found


def _at(where: str) -> str:
    return f", {where}" if where else ""


def _possible(tree, symbol, value: str) -> list:
    """Lines: what else the symbol could be."""
    blocked = explain.hindrances(tree, symbol)
    if blocked:
        given = "" if symbol.orig_type == kconfiglib.BOOL else "=VALUE"
        return ["cannot be set:", *("  " + line for line in blocked),
                f"make fix SYM={symbol.name}{given} tells what to change"]
    if value and explain.out_of_range(symbol, value):
        return [f"cannot be {value}:", *("  " + line for line in
                                         explain.refusal(tree, symbol, value))]
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
    single = os.environ.get("SYM")
    symbols = [find(tree, wanted("trace")[0])] if single else tree.unique_defined_syms
    for symbol in symbols:
        if symbol.config_string or single:
            came = explain.origin(tree, symbol)
            value = f"{symbol.name}={explain.value_text(symbol)}"
            text = "" if came.text == came.kind else came.text
            print(f"{value:32} {came.kind:9} {came.where:36} {text}".rstrip())
    return 0
