# SPDX-License-Identifier: GPL-2.0-only
"""menuconfig and guiconfig: kconfiglib's own interfaces, made to always open.

Whatever is wrong with .config is shown first and never keeps the menu from
opening. The interfaces load and save through Tree, so that what they write
is whole too.
"""

import os
import select
import sys

import kconfiglib

from kconfig import information, report
from kconfig.assignments import Assignment
from kconfig.paths import ConfigurationError
from kconfig.tree import Tree

_SECONDS_TO_READ = 5


def menuconfig(_arguments: list) -> int:
    """Edit .config in the terminal."""
    _require_terminal()
    os.environ["LC_ALL"] = "C.UTF-8"  # an unknown locale would end it in a traceback
    os.environ.setdefault("MENUCONFIG_STYLE", "aquatic")
    import menuconfig as interface
    tree = _load_and_warn()
    information.extend(interface, tree)
    interface.menuconfig(tree)
    return _finish(tree)


nconfig = menuconfig


def guiconfig(_arguments: list) -> int:
    """Edit .config in a window."""
    try:
        import tkinter
        import guiconfig as interface
    except ImportError:
        raise ConfigurationError("no Tk for Python here: install python3-tk,"
                                 " or use make menuconfig") from None
    tree = _load_and_warn()
    information.extend(interface, tree)
    try:
        interface.menuconfig(tree)
    except tkinter.TclError as error:
        raise ConfigurationError(f"no window: {error}; make menuconfig needs none") from None
    return _finish(tree)


def _require_terminal() -> None:
    import curses
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise ConfigurationError("menuconfig needs a terminal; elsewhere, use scripts/config"
                                 " or a fragment, then make olddefconfig")
    try:
        curses.setupterm()
    except curses.error:
        name = os.environ.get("TERM", "")
        raise ConfigurationError(f"the terminal '{name}' is not known here: set TERM, for"
                                 " instance to linux or xterm") from None


def _load_and_warn() -> Tree:
    """A tree, after telling what its .config asks for and will not get."""
    tree = Tree()
    message = tree.load_config()
    failures, warnings = report.collect(tree), report.other_warnings(tree)
    if not tree.loaded:
        warnings.append("warning: " + message)
    read_otherwise = bool(tree.notes)
    report.show(tree, failures, warnings)
    if read_otherwise or warnings or any(not each.minor for each in failures):
        _pause()
    return tree


def _pause() -> None:
    print(f"Enter opens the menu now, {_SECONDS_TO_READ} seconds open it too.", flush=True)
    if select.select([sys.stdin], [], [], _SECONDS_TO_READ)[0]:
        sys.stdin.readline()


def _finish(tree) -> int:
    """Tell what was set here and then taken back by another answer."""
    for symbol in tree.unique_defined_syms:
        value = symbol.user_value
        if value is None or value == tree.loaded_values.get(symbol):
            tree.asked.pop(symbol.name, None)
            continue
        if symbol.orig_type == kconfiglib.BOOL:
            value = kconfiglib.TRI_TO_STR[value]
        elif symbol.orig_type == kconfiglib.STRING:
            value = f'"{kconfiglib.escape(value)}"'
        if not (symbol.choice and value == "n"):
            tree.asked[symbol.name] = Assignment(symbol.name, value, "menu", 0, "menu")
    tree.malformed, tree.rejected, tree.replaced = [], [], []
    report.show(tree, report.collect(tree), [])
    return 0
