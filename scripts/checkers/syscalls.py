# SPDX-License-Identifier: GPL-2.0-only
"""
The list of system calls makes sense: numbers ascend, names are there once, symbols
exist, handlers are declared; names are Linux's; the header of numbers and the page of
absent calls are the ones made of it.
"""

import re

import absent_calls  # of scripts/, as the next, by which the table is made
import syscalls

from checkers.config_names import declared_symbols
from checkers.source import Finding, Tree, without_comments


def check(tree: Tree) -> list[Finding]:
    if syscalls.LIST not in tree:
        return []
    try:
        calls = syscalls.parse(tree.text(syscalls.LIST))
    except syscalls.ListError as error:
        return [Finding(syscalls.LIST, error.line, str(error))]
    findings = []
    symbols = declared_symbols(tree)
    prototypes = "".join(without_comments(tree.text(header)) for header in syscalls.PROTOTYPES
                         if header in tree)
    handlers = set(re.findall(r"\b(sys_\w+)\(", prototypes))
    for call in calls:
        if call.symbol not in symbols:
            findings.append(Finding(syscalls.LIST, call.line, f"there is no {call.symbol}"))
        if call.handler not in handlers:
            findings.append(Finding(syscalls.LIST, call.line,
                                    f"{call.handler}() is declared nowhere"))
    if tree.text(syscalls.HEADER) != syscalls.numbers(calls):
        findings.append(Finding(syscalls.HEADER, 1, f"not what scripts/syscalls.py makes of "
                                                    f"{syscalls.LIST}"))
    return findings + _check_against_linux(tree, calls)


def _check_against_linux(tree: Tree, calls: list[syscalls.Call]) -> list[Finding]:
    if absent_calls.NAMES not in tree:
        return []
    linux = absent_calls.linux_calls(tree.text(absent_calls.NAMES))
    findings = [Finding(syscalls.LIST, call.line, f"{call.number} is {linux[call.number]} on Linux")
                for call in calls if linux.get(call.number, call.name) != call.name]
    if tree.text(absent_calls.PAGE) != absent_calls.page(calls, tree.text(absent_calls.NAMES)):
        findings.append(Finding(absent_calls.PAGE, 1, "not what scripts/absent_calls.py makes"))
    return findings
