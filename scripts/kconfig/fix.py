# SPDX-License-Identifier: GPL-2.0-only
"""make fix SYM=X[=VALUE]: the fewest changes of other symbols that X needs.

What the search finds is put into the text of .config, as scripts/config would
do it, and that is read back, before it is told.
"""

import os
import shlex
import textwrap
from collections import namedtuple

import kconfiglib

from kconfig import ask, explain, lines, paths, report, store, update
from kconfig.assignments import parse_value, read_text
from kconfig.needs import Change
from kconfig.paths import ConfigurationError
from kconfig.search import differences, fewest_changes, holds, values
from kconfig.tree import Tree, load_current

# changes: of other symbols. commands: [(command, name, value)] for scripts/config,
# the wanted value last. tree: what comes of them
Fix = namedtuple("Fix", "changes commands tree")


def fix(_arguments: list) -> int:
    """The goal: print the changes; with APPLY=1, make them."""
    name, value = ask.wanted("fix")
    tree = load_current()
    symbol = ask.find(tree, name)
    wanted = Change(symbol.name, _checked(symbol, value))
    if holds(tree, wanted):
        print(f"{symbol.name} is {explain.value_text(symbol)} already")
        return 0
    found = find(tree, wanted)
    print("\n".join(description(tree, wanted, found)))
    if not found or os.environ.get("APPLY", "0") in ("", "0", "n"):
        return 0 if found else 1
    status = report.finish(found.tree, must_honour=False)
    if status == 0:
        print(update.save(found.tree))
    return status


def _checked(symbol, value: str) -> str:
    """The value as the tree takes it; y when none was given."""
    if symbol.orig_type == kconfiglib.STRING and not value.startswith('"'):
        return value
    if not value and symbol.orig_type != kconfiglib.BOOL:
        raise ConfigurationError(f"say which value: make fix SYM={symbol.name}=VALUE")
    value, wrong = parse_value(symbol, value or "y")
    if wrong:
        raise ConfigurationError(f"{symbol.name}: {wrong}")
    return value


def find(tree: Tree, wanted: Change):
    """The Fix for a tree as it is or would be saved; None: there is none."""
    text = read_text(tree.came_from)[0] if tree.came_from else store.config_text(tree)
    start = _tree_of(text)
    changes = fewest_changes(start, wanted)
    if changes is None:
        return None
    place = {symbol.name: number for number, symbol in enumerate(start.unique_defined_syms)}
    changes = sorted(changes, key=lambda change: place[change.name])
    commands = [each for change in (*changes, wanted) for each in _commands(start, change)]
    return Fix(changes, commands, _verified(text, commands, (*changes, wanted)))


def _tree_of(text: str) -> Tree:
    tree = Tree()
    tree.ask_text(text, paths.config_file(), "config")
    return tree


def _commands(tree: Tree, change: Change) -> list:
    symbol = tree.syms[change.name]
    if not any(node.prompt for node in symbol.nodes):
        return []
    if symbol.orig_type == kconfiglib.BOOL and change.value == "n":
        # a member of a choice goes when another one is chosen
        return [] if symbol.choice else [("--disable", change.name, "")]
    if symbol.orig_type == kconfiglib.BOOL:
        chosen = [each for each in symbol.choice.syms if each is not symbol and each.user_value] \
            if symbol.choice else []
        return [("--disable", each.name, "") for each in chosen] + [("--enable", change.name, "")]
    kind = "--set-str" if symbol.orig_type == kconfiglib.STRING else "--set-val"
    return [(kind, change.name, change.value)]


def _verified(text: str, commands: list, changes) -> Tree:
    """The tree of the text after the commands, in which each change must hold."""
    changed = lines.split(text)
    for command in commands:
        lines.change(changed, *command)
    tree = _tree_of(lines.join(changed))
    for change in changes:
        if not holds(tree, change):
            raise ConfigurationError(f"{change.name}={change.value} does not come true when the"
                                     " change is made: this is a mistake of make fix")
    return tree


def description(tree: Tree, wanted: Change, found) -> list:
    """Lines: what to do, and what else comes of it."""
    asked = f"{wanted.name}={wanted.value}"
    if found is None:
        reasons = explain.refusal(tree, tree.syms[wanted.name], wanted.value)
        return [f"no change of other symbols gives {asked}:", *("  " + line for line in reasons)]
    count = len(found.changes)
    number = {0: "no other change", 1: "one other change"}.get(count, f"{count} other changes")
    words = [word for command, name, value in found.commands
             for word in (command, name, value)[:3 if command.startswith("--set") else 2]]
    told = [f"{asked} takes {number}:", f"  scripts/config {shlex.join(words)}"]
    set_here = {wanted.name, *(name for _, name, _ in found.commands)}
    other = {name: change for name, change in
             differences(values(tree), values(found.tree)).items() if name not in set_here}
    for title, texts in (
            ("changes", [f"{name}={old} -> {new}" for name, (old, new) in other.items()
                         if old is not None and new is not None]),
            ("adds", [f"{name}={new}" for name, (old, new) in other.items()
                      if old is None and new != "n"]),
            ("takes away", [f"{name}={old}" for name, (old, new) in other.items()
                            if new is None and old != "n"])):
        told += _list(f"  {title:11}", texts)
    return told


def _list(title: str, texts: list) -> list:
    """Comma-separated texts behind a title, none of them broken."""
    joined = ", ".join(text.replace(" ", "\xa0") for text in texts)
    wrapped = textwrap.wrap(joined, 80, initial_indent=title, subsequent_indent=" " * len(title),
                            break_long_words=False, break_on_hyphens=False)
    return [line.replace("\xa0", " ") for line in wrapped]
