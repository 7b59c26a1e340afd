# SPDX-License-Identifier: GPL-2.0-only
"""Symbols of earlier releases, by the table renamed.conf in this folder."""

import functools
import re
from collections import namedtuple

from kconfig.paths import source_path

TABLE = "scripts/kconfig/renamed.conf"

# new: "" when the symbol is gone, and text says what to tell
Entry = namedtuple("Entry", "old inverted new text line")

_ENTRY = re.compile(r"(\w+)\s+(?:(!?)(\w+)|-\s+(\S.*))")


@functools.lru_cache(maxsize=None)
def table() -> dict:
    """{old name: its Entry}; a tree without the table has none."""
    return {entry.old: entry for entry in entries() if entry.old}


def entries() -> list:
    """Each line of the table; one that cannot be read has no old name."""
    try:
        with open(source_path(TABLE), encoding="utf-8") as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return []
    return [_entry(text, number) for number, text in enumerate(lines, 1)
            if text.strip() and not text.startswith("#")]


def _entry(text: str, line: int) -> Entry:
    found = _ENTRY.fullmatch(text.rstrip())
    if not found:
        return Entry("", False, "", text, line)
    return Entry(found[1], bool(found[2]), found[3] or "", found[4] or "", line)


def carry_over(requests: list, is_defined) -> tuple:
    """(requests by the names of today, lines that tell what was done)

    Where a file has both names, the new one counts.
    """
    given = {request.name for request in requests}
    kept, told = [], []
    for request in requests:
        entry = None if is_defined(request.name) else table().get(request.name)
        if entry is None:
            kept.append(request)
            continue
        now = _renamed(request, entry)
        where = f"{request.path}:{request.line}"
        if not entry.new:
            told.append(f"{where}: {request.name} is gone: {entry.text}")
        elif entry.new in given:
            told.append(f"{where}: {request.name} is called {entry.new} now, which is set as well")
        else:
            told.append(f"{where}: {request.name}={request.text} became {now.name}={now.text}")
            kept.append(now)
    return kept, told


def _renamed(request, entry: Entry):
    inverted = {"y": "n", "n": "y"}.get(request.text, request.text)
    return request._replace(name=entry.new, text=inverted if entry.inverted else request.text)


def what_became_of(name: str) -> str:
    """For a message about an unknown symbol; "" when the table does not know it either."""
    entry = table().get(name)
    if entry is None:
        return ""
    return f"it is gone: {entry.text}" if not entry.new else \
        f"it is called {entry.new} now" + (", and y means n" if entry.inverted else "")
