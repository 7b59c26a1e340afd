# SPDX-License-Identifier: GPL-2.0-only
"""Shipped configurations: apply, save, list and check them."""

from kconfig import paths, report, store
from kconfig.tree import Tree, load_current


def defconfig(fragments: list) -> int:
    return named_defconfig(paths.DEFAULT_DEFCONFIG, fragments)


def named_defconfig(name: str, fragments: list) -> int:
    files = [paths.defconfig_path(name)]
    files += [paths.fragment_path(fragment) for fragment in fragments]
    tree = Tree()
    tree.ask_file(files[0], "defconfig")
    for path in files[1:]:
        tree.ask_file(path, "fragment")
    return _write(tree)


def merge_into_current(fragments: list) -> int:
    """make debug.config: fragments on top of the present .config."""
    files = [paths.fragment_path(fragment) for fragment in fragments]
    tree = load_current()
    for path in files:
        tree.ask_file(path, "fragment")
    return _write(tree)


def _write(tree) -> int:
    status = report.finish(tree, must_honour=True)
    if status == 0:
        print(store.write_config(tree, paths.config_file()))
        store.write_origins(tree)
    return status
