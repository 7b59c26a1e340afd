# SPDX-License-Identifier: GPL-2.0-only
"""Which line of a Kconfig file states a dependency, a default or a select.

kconfiglib knows where an entry begins, not where its statements are, and
forgets `if` blocks once it has merged their conditions. So the files are
read again, but only when there is something to explain.
"""

import functools
import re
from collections import namedtuple

from kconfig.paths import source_path

Statement = namedtuple("Statement", "line keyword rest")

_ENTRIES = {"config", "menuconfig", "choice", "menu", "comment", "if", "source",
            "mainmenu", "endmenu", "endchoice", "endif"}
_BLOCKS = {"menu": "endmenu", "choice": "endchoice", "if": "endif"}
_PROMPTS = {"bool", "string", "int", "hex", "prompt"}


def _indent(line: str) -> int:
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def skip_help(lines: list, index: int) -> int:
    """The index of the first line after the help text that starts at index."""
    while index < len(lines) and not lines[index].strip():
        index += 1
    depth = _indent(lines[index]) if index < len(lines) else 0
    while depth and index < len(lines):
        if lines[index].strip() and _indent(lines[index]) < depth:
            break
        index += 1
    return index


@functools.lru_cache(maxsize=None)
def statements(filename: str) -> tuple:
    """The statements of a Kconfig file, help texts and comments left out."""
    with open(source_path(filename), encoding="utf-8") as file:
        lines = file.read().splitlines()
    found, index = [], 0
    while index < len(lines):
        first, text = index, lines[index]
        index += 1
        while text.endswith("\\") and index < len(lines):
            text = text[:-1] + " " + lines[index].strip()
            index += 1
        keyword, _, rest = text.strip().partition(" ")
        if keyword == "help":
            index = skip_help(lines, index)
        elif keyword and not keyword.startswith("#"):
            found.append(Statement(first + 1, keyword, rest.strip()))
    return tuple(found)


def own_statements(node) -> list:
    """The statements of an entry, without the line that opens it."""
    inside, found = False, []
    for statement in statements(node.filename):
        if inside and statement.keyword in _ENTRIES:
            break
        if inside:
            found.append(statement)
        inside = inside or statement.line == node.linenr
    return found


def _enclosing(filename: str, line: int) -> list:
    """Conditions of the menu, choice and if blocks open at a line."""
    blocks, in_head = [], False
    for statement in statements(filename):
        if statement.line >= line:
            break
        if statement.keyword in _BLOCKS:
            blocks.append([statement] if statement.keyword == "if" else [])
            in_head = True
        elif statement.keyword in _BLOCKS.values():
            blocks.pop()
            in_head = False
        elif statement.keyword in _ENTRIES:
            in_head = False
        elif in_head and statement.keyword in ("depends", "visible"):
            blocks[-1].append(statement)
    return [statement for block in blocks for statement in block]


def conditions(node) -> list:
    """[(file, line, text)]: all that an entry's prompt depends on."""
    found = []
    for filename, line in [*node.include_path, (node.filename, node.linenr)]:
        found += [(filename, each.line, each.rest) for each in _enclosing(filename, line)]
    for each in own_statements(node):
        if each.keyword == "depends":
            found.append((node.filename, each.line, each.rest))
        elif each.keyword in _PROMPTS and " if " in each.rest:
            found.append((node.filename, each.line, each.rest.rpartition(" if ")[2]))
    return found


def condition_line(node, names) -> str:
    """file:line of the condition that mentions any of some symbols."""
    wanted = re.compile(r"\b(" + "|".join(map(re.escape, names)) + r")\b") if names else None
    for filename, line, text in conditions(node):
        if wanted and wanted.search(text):
            return f"{filename}:{line}"
    return f"{node.filename}:{node.linenr}"


def property_line(node, keyword: str, target: str = "", nth: int = 0) -> str:
    """file:line of the nth `keyword target...` of an entry, else of the entry."""
    for statement in own_statements(node):
        if statement.keyword != keyword or target not in ("", statement.rest.split()[0]):
            continue
        if nth == 0:
            return f"{node.filename}:{statement.line}"
        nth -= 1
    return f"{node.filename}:{node.linenr}"
