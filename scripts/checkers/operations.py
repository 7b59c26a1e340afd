# SPDX-License-Identifier: GPL-2.0-only
"""Tables of operations name those that are called without a look whether they are there."""

import re

from checkers.source import Finding, Tree, without_comments

REQUIRED = {"file_ops": ("read", "write")}
_TABLE = re.compile(r"^(?!extern)[^\n]*\bstruct (\w+) \w+( = \{.*?\n?\})?;",
                    re.DOTALL | re.MULTILINE)


def check(tree: Tree) -> list[Finding]:
    findings = []
    for name in tree.ending(".c"):
        text = without_comments(tree.text(name))
        for table in _TABLE.finditer(text):
            line = text.count("\n", 0, table.start()) + 1
            findings += [Finding(name, line, f"struct {table[1]} without .{operation}")
                         for operation in REQUIRED.get(table[1], ())
                         if f".{operation} =" not in (table[2] or "")]
    return findings
