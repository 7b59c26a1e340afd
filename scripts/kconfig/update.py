# SPDX-License-Identifier: GPL-2.0-only
"""Goals that bring an existing .config up to date with the Kconfig files."""

import kconfiglib

from kconfig import paths, report, store
from kconfig.tree import load_current


def olddefconfig(_arguments: list) -> int:
    """New symbols take their defaults."""
    tree = load_current()
    status = report.finish(tree, must_honour=False)
    if status == 0:
        print(save(tree))
    return status


def syncconfig(_arguments: list) -> int:
    """What the build runs when .config or a Kconfig file is newer than auto.conf."""
    tree = load_current()
    status = report.finish(tree, must_honour=False)
    if status == 0:
        save(tree)
        store.write_for_build(tree)
    return status


def save(tree) -> str:
    """Write a .config that was loaded; what to say of it."""
    new = [symbol.name for symbol in new_symbols(tree)]
    message = store.write_config(tree, paths.config_file())
    if any(request.kind != "config" for request in tree.asked.values()):
        store.write_origins(tree, keep=False)
    elif new:
        print(f"new, at their defaults: {' '.join(new)}")
    return message


def new_symbols(tree) -> list:
    """Symbols that can be set and of which .config says nothing, in menu order."""
    return [node.item for node in tree.node_iter(unique_syms=True) if _is_new(tree, node.item)]


def _is_new(tree, item) -> bool:
    if not isinstance(item, kconfiglib.Symbol) or item.user_value is not None:
        return False
    if item.choice:
        return bool(item.visibility) and item.choice.user_selection is None
    return bool(item.assignable if item.orig_type == kconfiglib.BOOL else item.visibility)


def listnewconfig(_arguments: list) -> int:
    """Print each new symbol with its default."""
    for symbol in new_symbols(load_current()):
        print(symbol.config_string, end="")
    return 0


def helpnewconfig(_arguments: list) -> int:
    """Print each new symbol with its help text."""
    for symbol in new_symbols(load_current()):
        print(f"{symbol.config_string}\n{help_text(symbol)}\n")
    return 0


def help_text(item) -> str:
    texts = [node.help for node in item.nodes if node.help]
    lines = "\n".join(texts).splitlines() or ["There is no help for this option."]
    return "\n".join("  " + line if line else "" for line in lines)


def oldconfig(_arguments: list) -> int:
    """Ask about the new symbols."""
    return _ask_and_save(only_new=True)


def config(_arguments: list) -> int:
    """Ask about every symbol."""
    return _ask_and_save(only_new=False)


def _ask_and_save(only_new: bool) -> int:
    from kconfig import dialogue
    tree = load_current()
    dialogue.ask_all(tree, _is_new if only_new else None)
    status = report.finish(tree, must_honour=False)
    if status == 0:
        print(save(tree))
    return status
