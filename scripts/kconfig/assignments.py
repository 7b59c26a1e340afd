# SPDX-License-Identifier: GPL-2.0-only
"""Files of assignments (.config, defconfigs, fragments), parsed with lines.

kconfiglib's own loader forgets where a value came from and passes over much
of what is wrong; this one forgets nothing and fails at nothing.
"""

import re
from collections import namedtuple

import kconfiglib

# kind is "config" (a .config: the state so far, most of it computed) or
# "defconfig", "fragment", "allconfig" (each line there was written by a person)
Assignment = namedtuple("Assignment", "name text path line kind")
Malformed = namedtuple("Malformed", "text path line kind reason")

_SET = re.compile(r"CONFIG_(\w+)=(.*)")
_UNSET = re.compile(r"# CONFIG_(\w+) is not set")
_LONGEST_NUMBER = 20  # characters; more bits than any symbol's type has
_NEARLY_UNSET = re.compile(r"\s*#?\s*CONFIG_\w+\s+is\s+not\s+set", re.IGNORECASE)


def read_text(path: str) -> tuple:
    """(a file's text, lines that tell where it is not UTF-8: there Latin-1 is read)"""
    with open(path, "rb") as file:
        data = file.read()
    try:
        return data.decode(), []
    except UnicodeDecodeError:
        pass
    lines, told = [], []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            lines.append(line.decode())
        except UnicodeDecodeError:
            lines.append(line.decode("latin-1"))
            told.append(f"{path}:{number}: not UTF-8, so it was read as Latin-1")
    return "\n".join(lines), told


def parse(text: str, path: str, kind: str) -> tuple:
    """The (assignments, malformed lines) of a file's text."""
    assignments, malformed = [], []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip()
        found = _SET.fullmatch(line)
        if found:
            assignments.append(Assignment(*found.groups(), path, number, kind))
            continue
        found = _UNSET.fullmatch(line)
        if found:
            assignments.append(Assignment(found[1], "n", path, number, kind))
        elif _NEARLY_UNSET.match(line):
            malformed.append(Malformed(line, path, number, kind, "the exact form is"
                                       " '# CONFIG_NAME is not set'"))
        elif line and not line.lstrip().startswith("#"):
            malformed.append(Malformed(line, path, number, kind, "not of the form"
                                       " CONFIG_NAME=value"))
    return assignments, malformed


def parse_value(symbol, text: str) -> tuple:
    """(value for set_value, None), or (None, what is wrong with the text)."""
    kind = symbol.orig_type
    if kind == kconfiglib.BOOL:
        if text in ("y", "n"):
            return text, None
        return None, ("there are no modules: y or n" if text == "m" else "not y or n")
    if kind == kconfiglib.STRING:
        if re.fullmatch(r'"([^\\"]|\\.)*"', text):
            return kconfiglib.unescape(text[1:-1]), None
        return None, 'a string needs double quotes, with \\" and \\\\ inside'
    if len(text) > _LONGEST_NUMBER:
        return None, "too long for a number"
    if kind == kconfiglib.INT:
        return (text, None) if re.fullmatch(r"-?\d+", text) else (None, "not a decimal number")
    if kind == kconfiglib.HEX:
        good = re.fullmatch(r"(0[xX])?[0-9a-fA-F]+", text)
        return (text, None) if good else (None, "not a hexadecimal number")
    return None, "the symbol has no type"


def same_value(symbol, one: str, other: str) -> bool:
    """Whether two values of a symbol are equal, however numbers are written."""
    if one == other:
        return True
    base = {kconfiglib.INT: 10, kconfiglib.HEX: 16}.get(symbol.orig_type)
    try:
        return base is not None and int(one, base) == int(other, base)
    except ValueError:
        return False
