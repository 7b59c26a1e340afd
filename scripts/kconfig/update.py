# SPDX-License-Identifier: GPL-2.0-only
"""Goals that bring an existing .config up to date with the Kconfig files."""

from kconfig import paths, report, store
from kconfig.tree import load_current


def olddefconfig(_arguments: list) -> int:
    """New symbols take their defaults."""
    tree = load_current()
    status = report.finish(tree, must_honour=False)
    if status == 0:
        print(store.write_config(tree, paths.config_file()))
    return status


def syncconfig(_arguments: list) -> int:
    """What the build runs when .config or a Kconfig file is newer than auto.conf."""
    tree = load_current()
    status = report.finish(tree, must_honour=False)
    if status == 0:
        store.write_config(tree, paths.config_file())
        store.write_for_build(tree)
    return status
