#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""External trees: subsystems outside the source tree, given by EXT=DIR[:DIR...].

    external.py EXT FROM    check the folders of EXT, which are relative to
                            FROM, and remember them in .external.mk

The current directory is the object tree. scripts/Makefile.external reads what
is remembered there, and so does this package: with external trees, the root
of the configuration is a generated file that ends with their Kconfig files.
Documentation/external-trees.md says what an external tree holds.
"""

import os
import re
import sys
from collections import namedtuple

if __name__ == "__main__":
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from kconfig import paths, store
from kconfig.paths import ConfigurationError

ExternalTree = namedtuple("ExternalTree", "name description folder")

MEMORY = ".external.mk"
GENERATED_ROOT = "include/generated/Kconfig"
_DESCRIPTION = "external.desc"
_NAME = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_UNUSABLE = re.compile(r"[\s:#$%&*?'\"\\;|<>()\[\]{}=`~]")
_REMEMBERED = re.compile(r"EXT_(\w+) := (/.*)")
_RESERVED = {"NAMES"}  # EXT_NAMES is make's list of them


def remember(given: str, start: str) -> None:
    """Take the trees of EXT= from now on; none, if it is empty."""
    found = [_read(os.path.join(start, folder)) for folder in given.split(":") if folder]
    problems = _collisions(found)
    if problems:
        raise ConfigurationError("\n".join(problems))
    if found:
        store.write_if_changed(MEMORY, _memory_text(found))
    else:
        for path in (MEMORY, GENERATED_ROOT):
            if os.path.exists(path):
                os.unlink(path)


def _memory_text(found: list) -> str:
    names = " ".join(tree.name for tree in found)
    return (f"# The external trees of this object tree; make EXT=DIR:DIR writes it\n"
            f"EXT_NAMES := {names}\n"
            + "".join(f"EXT_{tree.name} := {tree.folder}\n" for tree in found))


def trees() -> list:
    """The external trees of this object tree, in the order given."""
    try:
        with open(MEMORY, encoding="utf-8") as file:
            lines = [_REMEMBERED.fullmatch(line.rstrip("\n")) for line in file]
    except FileNotFoundError:
        return []
    return [_read(line[2]) for line in lines if line]


def _read(folder: str) -> ExternalTree:
    """The tree in a folder, all of which must be there."""
    folder = os.path.realpath(folder)
    if _UNUSABLE.search(folder):
        raise ConfigurationError(f"EXT: the path '{folder}' holds a character that make"
                                 " cannot handle")
    if not os.path.isdir(folder):
        raise ConfigurationError(f"EXT: there is no folder {folder}")
    for wanted in ((_DESCRIPTION,), ("Kconfig",), ("Kbuild", "Makefile")):
        if not any(os.path.isfile(os.path.join(folder, name)) for name in wanted):
            raise ConfigurationError(f"EXT: {folder} has no {' or '.join(wanted)}; see"
                                     " Documentation/external-trees.md")
    return _describe(folder)


def _describe(folder: str) -> ExternalTree:
    path = os.path.join(folder, _DESCRIPTION)
    with open(path, encoding="utf-8", errors="replace") as file:
        fields = dict(re.findall(r"^(name|desc):[ \t]*(.*?)[ \t]*$", file.read(), re.M))
    name, description = fields.get("name", ""), fields.get("desc", "")
    if not _NAME.fullmatch(name) or name in _RESERVED:
        raise ConfigurationError(f"{path}: 'name: NAME' has capitals and digits, with single _"
                                 f" between, and is not NAMES; here it is '{name}'")
    if not description or re.search(r'["\\]', description):
        raise ConfigurationError(f"{path}: 'desc: TEXT' says in a line what the tree is, without"
                                 " quotes and backslashes")
    return ExternalTree(name, description, folder)


# --- Names: each means one thing in all trees together

def _collisions(found: list) -> list:
    """What two trees both have, in lines for the user."""
    problems, owners = [], {}
    folders = [paths.source_tree()] + [tree.folder for tree in found]
    for folder in folders:
        for kind, name, path in _names(folder):
            before = owners.setdefault((kind, name), path)
            if before != path:
                problems.append(f"EXT: two trees have the {kind} {name}: {before} and {path}")
    owner = {}
    for tree in found:
        if tree.name in owner:
            problems.append(f"EXT: two trees have the name {tree.name}: {owner[tree.name]} and"
                            f" {tree.folder}")
        owner.setdefault(tree.name, tree.folder)
    return problems


def _names(folder: str):
    """(kind, name, path) of all that is called by its name alone."""
    for below, ending, kind in (("defconfigs", "_defconfig", "defconfig"),
                                ("defconfigs/fragments", ".config", "fragment"),
                                ("usr", ".c", "program"), ("usr/demos", ".c", "program"),
                                ("usr/tests", ".c", "program")):
        for name in paths.names_in(os.path.join(folder, below), ending):
            yield kind, name, os.path.join(folder, below, name)


def refuse_shared_symbols(tree) -> None:
    """Of a Kconfig tree: kconfiglib would merge the two definitions."""
    found = trees()
    for symbol in tree.unique_defined_syms if found else ():
        owners = {_owner(found, node.filename): node for node in symbol.nodes}
        if len(owners) > 1:
            where = " and ".join(f"{node.filename}:{node.linenr}" for node in owners.values())
            raise ConfigurationError(f"EXT: two trees define {symbol.name}: {where}")


def _owner(found: list, filename: str) -> str:
    """The name of the tree a Kconfig file belongs to; empty for the source tree."""
    path = os.path.realpath(paths.source_path(filename))
    for tree in found:
        if path.startswith(tree.folder + "/"):
            return tree.name
    return ""


# --- The root of the configuration

def kconfig_root() -> str:
    """The Kconfig file to begin with; with external trees, made anew here.

    The C tools want mainmenu in the first file and nowhere else, so the
    generated one repeats the lines of the source tree's.
    """
    found = trees()
    if not found:
        return "Kconfig"
    problems = _collisions(found)
    if problems:
        raise ConfigurationError("\n".join(problems))
    with open(paths.source_path("Kconfig"), encoding="utf-8") as file:
        text = file.read()
    for tree in found:
        os.environ["EXT_" + tree.name] = tree.folder
    os.makedirs(os.path.dirname(GENERATED_ROOT), exist_ok=True)
    store.write_if_changed(GENERATED_ROOT, text + _menu(found))
    return os.path.abspath(GENERATED_ROOT)


def _menu(found: list) -> str:
    """The environment tells the trees' folders: option env is for the C tools."""
    entries = [f'comment "{tree.description} ({tree.name})"\n\n'
               f'config EXT_{tree.name}\n\tstring\n\toption env="EXT_{tree.name}"\n\n'
               f'source "$EXT_{tree.name}/Kconfig"\n' for tree in found]
    return '\nmenu "External options"\n\n' + "\n".join(entries) + "\nendmenu\n"


def main(argv: list) -> int:
    try:
        remember(argv[1], argv[2])
    except (ConfigurationError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
