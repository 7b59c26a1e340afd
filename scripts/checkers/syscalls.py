# SPDX-License-Identifier: GPL-2.0-only
"""
The list of system calls makes sense: numbers ascend, names are there once, symbols
exist, handlers are declared; and the header of numbers is the one made of it.
"""

import re

import syscalls  # of scripts/, by which the table is made

from checkers.config_names import declared_symbols
from checkers.source import Finding, Tree, without_comments

PROTOTYPES = "include/exo/syscalls.h"


def check(tree: Tree) -> list[Finding]:
    if syscalls.LIST not in tree:
        return []
    try:
        calls = syscalls.parse(tree.text(syscalls.LIST))
    except syscalls.ListError as error:
        return [Finding(syscalls.LIST, error.line, str(error))]
    findings = []
    symbols = declared_symbols(tree)
    handlers = set(re.findall(r"\b(sys_\w+)\(", without_comments(tree.text(PROTOTYPES))))
    for call in calls:
        if call.symbol not in symbols:
            findings.append(Finding(syscalls.LIST, call.line, f"there is no {call.symbol}"))
        if call.handler not in handlers:
            findings.append(Finding(syscalls.LIST, call.line,
                                    f"{call.handler}() is not in {PROTOTYPES}"))
    if tree.text(syscalls.HEADER) != syscalls.numbers(calls):
        findings.append(Finding(syscalls.HEADER, 1, f"not what scripts/syscalls.py makes of "
                                                    f"{syscalls.LIST}"))
    return findings
