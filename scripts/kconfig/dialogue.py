# SPDX-License-Identifier: GPL-2.0-only
"""The questions of oldconfig and config, one line each on any terminal."""

import sys

import kconfiglib

from kconfig.assignments import parse_value
from kconfig.paths import ConfigurationError


def ask_all(tree, is_new=None) -> None:
    """Ask in menu order until no question is left.

    is_new(tree, symbol): ask about these only. An answer may bring up a
    symbol above itself, so the tree is walked until a walk asks nothing.
    """
    done = set()
    while _walk(tree, is_new, done):
        pass


def _walk(tree, is_new, done: set) -> bool:
    asked = False
    for node in tree.node_iter():
        item = node.item
        if not node.prompt or not kconfiglib.expr_value(node.prompt[1]) or item in done:
            continue
        if isinstance(item, kconfiglib.Choice):
            wanted = any(is_new is None or is_new(tree, each) for each in item.syms)
            question = _ask_choice
        elif isinstance(item, kconfiglib.Symbol) and not item.choice:
            wanted = _can_change(item) and (is_new is None or is_new(tree, item))
            question = _ask_symbol
        else:
            continue
        if wanted:
            done.add(item)
            question(node, item, is_new is not None)
            asked = True
    return asked


def _can_change(symbol) -> bool:
    if symbol.orig_type == kconfiglib.BOOL:
        return len(symbol.assignable) > 1
    return bool(symbol.visibility)


def _answer(name: str) -> str:
    sys.stdout.flush()
    try:
        line = sys.stdin.readline() if sys.stdin else ""
    except (OSError, ValueError):
        line = ""
    if not line:
        print()
        raise ConfigurationError(f"{name} needs an answer, and standard input is at its end;"
                                 " nothing was written. make olddefconfig takes the defaults.")
    return line.strip()


def _help(item) -> None:
    from kconfig.update import help_text
    print(f"\n{help_text(item)}\n")


def _ask_symbol(node, symbol, new: bool) -> None:
    while True:
        if symbol.orig_type == kconfiglib.BOOL:
            options = "[Y/n/?]" if symbol.tri_value else "[N/y/?]"
        else:
            options = f"[{symbol.str_value}]"
        print(f"{node.prompt[0]} ({symbol.name}) {options}{' (NEW)' if new else ''} ", end="")
        text = _answer(symbol.name)
        if text == "?":
            _help(symbol)
        elif _set(symbol, text):
            return


def _set(symbol, text: str) -> bool:
    if not text:
        symbol.set_value(symbol.str_value)
        return True
    if symbol.orig_type == kconfiglib.BOOL:
        text = {"Y": "y", "YES": "y", "N": "n", "NO": "n"}.get(text.upper(), text)
    if symbol.orig_type == kconfiglib.STRING:
        text = f'"{kconfiglib.escape(text)}"'
    value, wrong = parse_value(symbol, text)
    if wrong:
        print(f"  {text}: {wrong}")
        return False
    symbol.set_value(value)
    if symbol.str_value != value:
        from kconfig.explain import active_range
        low, high, _ = active_range(symbol) or ("?", "?", "")
        print(f"  {text} is outside {low}..{high}")
        symbol.unset_value()
        return False
    return True


def _ask_choice(node, choice, new: bool) -> None:
    members = [symbol for symbol in choice.syms if symbol.visibility]
    if not members:
        return
    preset = members.index(choice.selection) + 1
    while True:
        print(node.prompt[0])
        for number, member in enumerate(members, 1):
            mark = ">" if number == preset else " "
            print(f"{mark} {number}. {member.nodes[0].prompt[0]} ({member.name})")
        print(f"choice[1-{len(members)}, default {preset}, ?]{' (NEW)' if new else ''}: ", end="")
        text = _answer(node.prompt[0])
        if text == "?":
            _help(choice)
        elif not text or text.isdigit() and 1 <= int(text) <= len(members):
            members[int(text or preset) - 1].set_value("y")
            return
        else:
            print(f"  a number from 1 to {len(members)}")
