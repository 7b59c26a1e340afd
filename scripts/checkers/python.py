# SPDX-License-Identifier: GPL-2.0-only
"""Python files compile, pyflakes agrees, and lines keep to 100 columns."""

import re
import subprocess

from checkers.source import Finding, Tree

COLUMNS = 100
_REPORT = re.compile(r"^(.*?):(\d+):(?:\d+:?)? (.*)$")


def check(tree: Tree) -> list[Finding]:
    names = tree.python_files()
    findings = []
    for name in names:
        for number, line in tree.lines(name):
            if len(line) > COLUMNS:
                findings.append(Finding(name, number, f"longer than {COLUMNS} columns"))
            if re.match(r" *\t", line):
                findings.append(Finding(name, number, "indented with a tab"))
    return findings + _pyflakes(tree, names)


def _pyflakes(tree: Tree, names: list[str]) -> list[Finding]:
    """Compiles each file too: a syntax error is one of its messages."""
    if not names:
        return []
    done = subprocess.run(["pyflakes3", *names], cwd=tree.root, capture_output=True, text=True,
                          check=False)
    reports = map(_REPORT.match, (done.stdout + done.stderr).splitlines())
    return [Finding(r.group(1), int(r.group(2)), r.group(3)) for r in reports if r]
