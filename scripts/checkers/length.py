# SPDX-License-Identifier: GPL-2.0-only
"""Files of at most 500 lines, functions of at most 80, lines of C of at most 100 columns."""

import ast
import re
from typing import Iterator

from checkers.source import Finding, Tree, allowed

FILE_LINES = 500
FUNCTION_LINES = 80
COLUMNS = 100
_C_HEAD = re.compile(r"(\w+)\s*\(")


def check(tree: Tree) -> list[Finding]:
    pardoned = allowed(tree, "length")
    findings = []
    for name in sorted({*tree.ending(".c", ".h", ".asm", ".S"), *tree.makefiles(),
                        *tree.python_files(), *tree.shell_scripts()}):
        free = pardoned.get(name, set())
        total = tree.text(name).count("\n")
        if total > FILE_LINES and "file" not in free:
            findings.append(Finding(name, 1, f"{total} lines, more than {FILE_LINES}"))
        for function, line, length in _functions(tree, name):
            if length > FUNCTION_LINES and function not in free:
                findings.append(Finding(name, line, f"{function}() has {length} lines, "
                                                    f"more than {FUNCTION_LINES}"))
        if name.endswith((".c", ".h", ".asm")):
            findings += _wide_lines(tree, name)
    return findings


def _wide_lines(tree: Tree, name: str) -> Iterator[Finding]:
    for number, line in tree.lines(name):
        if len(line.expandtabs(8)) > COLUMNS:
            yield Finding(name, number, f"longer than {COLUMNS} columns")


def _functions(tree: Tree, name: str) -> Iterator[tuple[str, int, int]]:
    """(name, first line, number of lines) of each function."""
    if name.endswith((".c", ".h")):
        yield from _c_functions(tree, name)
    elif name in tree.python_files():
        yield from _python_functions(tree, name)


def _c_functions(tree: Tree, name: str) -> Iterator[tuple[str, int, int]]:
    """clang-format puts the braces of functions, and of nothing else, in column 0."""
    head, start = "", 0
    for number, line in tree.lines(name):
        if line == "{":
            start = number
        elif line == "}" and start:
            yield head, start, number - start + 1
            start = 0
        elif not start and line[:1].isalpha():
            found = _C_HEAD.search(line)
            head = found.group(1) if found else head


def _python_functions(tree: Tree, name: str) -> Iterator[tuple[str, int, int]]:
    try:
        parsed = ast.parse(tree.text(name))
    except SyntaxError:
        return  # python.py reports it
    for node in ast.walk(parsed):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1
