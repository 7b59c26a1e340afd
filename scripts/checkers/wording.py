# SPDX-License-Identifier: GPL-2.0-only
"""No unfinished business in the text, no invisible characters at the ends of lines."""

import re

from checkers.source import Finding, Tree, allowed

_TEXT = (".c", ".h", ".asm", ".S", ".py", ".sh", ".md", ".config", ".conf", ".gdb", "_defconfig")
_UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|TBD|WIP)\b|(?i:\bnot (?:yet )?implemented\b"
                         r"|\bunimplemented\b|\bplaceholder\b|\bstubbed\b|\bfor now\b)")
_BY_NAME = re.compile(r"(^|/)(Makefile|Kbuild|Kconfig)(\.\w+)?$")
_SELF = "scripts/checkers/wording.py"


def check(tree: Tree) -> list[Finding]:
    pardoned = allowed(tree, "wording")
    names = {n for n in tree.files if n.endswith(_TEXT) or _BY_NAME.search(n)}
    names |= set(tree.shell_scripts()) | set(tree.python_files())
    findings = []
    for name in sorted(names):
        text = tree.text(name)
        if text and not text.endswith("\n"):
            findings.append(Finding(name, text.count("\n") + 1, "no newline at the end"))
        findings += _check_lines(tree, name, pardoned.get(name, set()))
    return findings


def _check_lines(tree: Tree, name: str, pardoned: set[str]) -> list[Finding]:
    findings = []
    for number, line in tree.lines(name):
        if line != line.rstrip():
            findings.append(Finding(name, number, "blanks at the end of the line"))
        found = _UNFINISHED.search(line)
        if found and name != _SELF and found.group(0) not in pardoned:
            findings.append(Finding(name, number, f"unfinished: {found.group(0)}"))
    return findings
