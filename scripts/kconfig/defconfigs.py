# SPDX-License-Identifier: GPL-2.0-only
"""Shipped configurations: apply, save, list and check them.

A defconfig is a comment of one line or more, the first saying what it is for,
then exactly what savedefconfig writes. A fragment looks the same and is put
on top of a defconfig: make x86_64_defconfig debug.config.
"""

import difflib
import os
import sys

from kconfig import budgets, paths, report, store
from kconfig.assignments import read_text
from kconfig.tree import Tree, load_current


def defconfig(fragments: list) -> int:
    """The default defconfig."""
    return named_defconfig(paths.DEFAULT_DEFCONFIG, fragments)


def named_defconfig(name: str, fragments: list) -> int:
    tree = _with_fragments(paths.defconfig_path(name), fragments)
    return _write(tree, keep_origins=False)


def merge_into_current(fragments: list) -> int:
    """make debug.config: fragments on top of the present .config."""
    files = [paths.fragment_path(fragment) for fragment in fragments]
    tree = load_current()
    for path in files:
        tree.ask_file(path, "fragment")
    return _write(tree, keep_origins=True)


def _with_fragments(defconfig_file: str, fragments: list) -> Tree:
    files = [paths.fragment_path(fragment) for fragment in fragments]
    tree = Tree()
    tree.ask_file(defconfig_file, "defconfig")
    for path in files:
        tree.ask_file(path, "fragment")
    return tree


def _write(tree, keep_origins: bool) -> int:
    status = report.finish(tree, must_honour=True)
    if status == 0:
        print(store.write_config(tree, paths.config_file()))
        store.write_origins(tree, keep_origins)
    return status


def savedefconfig(_arguments: list) -> int:
    """Write ./defconfig: the least that gives the present .config."""
    tree = load_current()
    status = report.finish(tree, must_honour=False)
    if status == 0:
        print(store.write_minimal(tree, "defconfig"))
    return status


def list_defconfigs(_arguments: list) -> int:
    """One line each."""
    for path in (*paths.files_in(paths.defconfig_folders(), "_defconfig"),
                 *paths.files_in(paths.fragment_folders(), ".config")):
        print(f"{os.path.basename(path):24} {description(path)}")
    return 0


def _header(path: str) -> list:
    """The comment lines a file starts with."""
    lines = []
    for line in read_text(path)[0].splitlines():
        if not line.startswith("#") or line.rstrip().endswith("is not set"):
            break
        lines.append(line)
    return lines


def description(path: str) -> str:
    for line in _header(path):
        if "SPDX" not in line and line.strip("# \n"):
            return line.strip("# \n")
    return ""


def checkdefconfigs(_arguments: list) -> int:
    """Each is honoured, minimal, in Kconfig order and survives a round trip."""
    problems = []
    for path in paths.files_in(paths.defconfig_folders(), "_defconfig"):
        problems += _check_defconfig(path)
    for path in paths.files_in(paths.fragment_folders(), ".config"):
        problems += _check_fragment(path)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _check_defconfig(path: str) -> list:
    tree = Tree()
    tree.ask_file(path, "defconfig")
    if report.finish(tree, must_honour=True):
        return [f"{path}: see above"]
    budgets.of_file(path)  # an error when it is not of the right form
    problems = _check_text(path, store.minimal_text(tree))
    again = Tree()
    again.ask_text(store.minimal_text(tree), path, "defconfig")
    if store.config_text(again) != store.config_text(tree):
        problems.append(f"{path}: savedefconfig's output gives another .config")
    return problems


def _check_text(path: str, minimal: str) -> list:
    header = _header(path)
    problems = [] if description(path) else [f"{path}:1: no comment says what it is for"]
    present = read_text(path)[0].splitlines()
    wanted = header + minimal.splitlines()
    if present != wanted:
        problems.append(f"{path}: not minimal or not in Kconfig order; it should change so:")
        problems += difflib.unified_diff(present, wanted, path, "minimal", lineterm="", n=0)
    return problems


def _check_fragment(path: str) -> list:
    """A fragment must work on the default, in Kconfig order, with a description."""
    tree = Tree()
    tree.ask_file(paths.defconfig_path(paths.DEFAULT_DEFCONFIG), "defconfig")
    tree.ask_file(path, "fragment")
    if report.finish(tree, must_honour=True):
        return [f"{path}: see above"]
    problems = [] if description(path) else [f"{path}:1: no comment says what it is for"]
    order = {symbol.name: place for place, symbol in enumerate(tree.unique_defined_syms)}
    asked = [request for request in tree.history if request.kind == "fragment"]
    for before, after in zip(asked, asked[1:]):
        if order[before.name] > order[after.name]:
            problems.append(f"{path}:{after.line}: {after.name} comes before {before.name}"
                            " in Kconfig order")
    return problems
