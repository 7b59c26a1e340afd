# SPDX-License-Identifier: GPL-2.0-only
"""Each CONFIG_ name in the code is declared, and each declared one is used.

Trees of tests/ and samples/ have names of their own.
"""

import re

from checkers.includes import kernel_files
from checkers.source import Finding, Tree, allowed, without_comments

_DECLARED = re.compile(r"^\s*(?:menu)?config\s+(\w+)")
_USED = re.compile(r"\bCONFIG_(\w+)")
_QUOTED = re.compile(r'"[^"]*"')
_EXPRESSION = re.compile(r"^\s*(?:(?:depends on|select|imply|default|visible if|range)\b"
                         r"|if\b|.*\bif\b)")
_OTHER_TREES = ("tests/", "samples/")
_HELP = re.compile(r"^(\s*)help\s*$")


def check(tree: Tree) -> list[Finding]:
    declared, referenced = _read_kconfig(tree)
    used = _used_in_code(tree)
    pardoned = allowed(tree, "config_names")
    findings = []
    for name, (path, line) in used.items():
        if name not in declared and name not in pardoned.get(path, set()):
            findings.append(Finding(path, line, f"CONFIG_{name} is not declared"))
    for name, (path, line) in declared.items():
        if name not in used and name not in referenced and name not in pardoned.get(path, set()):
            findings.append(Finding(path, line, f"CONFIG_{name} is not used anywhere"))
    return findings


def declared_symbols(tree: Tree) -> set[str]:
    """The names of all symbols, without CONFIG_."""
    return set(_read_kconfig(tree)[0])


def _read_kconfig(tree: Tree) -> tuple[dict[str, tuple[str, int]], set[str]]:
    """({symbol: where declared}, symbols that other symbols' conditions name)"""
    declared: dict[str, tuple[str, int]] = {}
    referenced: set[str] = set()
    for path in _kconfig_files(tree):
        for number, line in _statements(tree, path):
            found = _DECLARED.match(line)
            if found:
                declared.setdefault(found.group(1), (path, number))
            elif _EXPRESSION.match(line):
                referenced |= set(re.findall(r"\b[A-Z][A-Z0-9_]*\b", _QUOTED.sub("", line)))
    return declared, referenced


def _kconfig_files(tree: Tree) -> list[str]:
    return [n for n in tree.files if re.search(r"(^|/)Kconfig(\.\w+)?$", n)
            and not n.startswith(_OTHER_TREES)]


def _statements(tree: Tree, path: str) -> list[tuple[int, str]]:
    """The lines of a Kconfig file without comments and help texts."""
    kept = []
    help_indent = None
    for number, line in tree.lines(path):
        indent = len(line.expandtabs()) - len(line.expandtabs().lstrip())
        if help_indent is not None and (not line.strip() or indent > help_indent):
            continue
        help_indent = None
        found = _HELP.match(line)
        if found:
            help_indent = len(found.group(1).expandtabs())
        elif not line.lstrip().startswith("#"):
            kept.append((number, line))
    return kept


def _used_in_code(tree: Tree) -> dict[str, tuple[str, int]]:
    used: dict[str, tuple[str, int]] = {}
    makefiles = [n for n in tree.makefiles() if not n.startswith(_OTHER_TREES)]
    for path in [*kernel_files(tree, ".c", ".h", ".asm", ".S"), *makefiles]:
        for number, line in enumerate(_code(tree, path).splitlines(), 1):
            for name in _USED.findall(line):
                used.setdefault(name, (path, number))
    return used


def _code(tree: Tree, path: str) -> str:
    """A file's text without its comments."""
    if path.endswith((".c", ".h", ".S")):
        return without_comments(tree.text(path))
    mark = ";" if path.endswith(".asm") else "#"
    return re.sub(rf"^\s*{mark}.*$", "", tree.text(path), flags=re.MULTILINE)
