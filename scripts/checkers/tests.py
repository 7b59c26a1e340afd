# SPDX-License-Identifier: GPL-2.0-only
"""A test that cannot fail is refused, in pytest and in ktest alike."""

import ast
import re

from checkers.source import Finding, Tree, allowed, without_comments

# Calls that fail a test by themselves.
_JUDGES = re.compile(r"^(expect\w*|assert_\w+|wait_for|wait_halted|raises|fail)$")
_KTEST = re.compile(r"^KTEST\((\w+),\s*(\w+)\)\s*\n\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_KTEST_JUDGE = re.compile(r"\bKTEST_(?:EXPECT|ASSERT)\w*\s*\(([^;]*)\)\s*;", re.DOTALL)
_C_FUNCTION = re.compile(r"^[a-z][^\n;]*?(\w+)\([^;{]*\)\n\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_C_MACRO = re.compile(r"^#define (\w+)\((.*?[^\\])$", re.MULTILINE | re.DOTALL)
_CONSTANT_ARGUMENTS = re.compile(r"^(?:\w+,\s*)?(?:true|1)$")


def check(tree: Tree) -> list[Finding]:
    findings = []
    for name in tree.ending(".py"):
        if name.startswith("tests/") and re.search(r"(^|/)test_\w+\.py$", name):
            findings += _check_pytest(tree, name)
    for name in tree.ending("_test.c"):
        findings += _check_ktest(tree, name)
    return findings


def _check_pytest(tree: Tree, name: str) -> list[Finding]:
    try:
        parsed = ast.parse(tree.text(name))
    except SyntaxError as error:
        return [Finding(name, error.lineno or 1, "does not compile")]
    functions = {n.name: n for n in ast.walk(parsed) if isinstance(n, ast.FunctionDef)}
    pardoned = allowed(tree, "tests").get(name, set())
    return [Finding(name, node.lineno, f"{function} asserts nothing")
            for function, node in functions.items()
            if function.startswith("test_") and function not in pardoned
            and not _judges(node, functions, set())]


def _judges(node: ast.FunctionDef, functions: dict[str, ast.FunctionDef],
            seen: set[str]) -> bool:
    """Does the function, or one of this file that it calls, decide anything?"""
    seen.add(node.name)
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assert) and not isinstance(inner.test, ast.Constant):
            return True
        if isinstance(inner, ast.Call):
            called = getattr(inner.func, "attr", getattr(inner.func, "id", ""))
            if _JUDGES.match(called):
                return True
            helper = functions.get(called)
            if helper and called not in seen and _judges(helper, functions, seen):
                return True
    return False


def _check_ktest(tree: Tree, name: str) -> list[Finding]:
    text = without_comments(tree.text(name))
    helpers = [*_C_FUNCTION.finditer(text), *_C_MACRO.finditer(text)]
    judging = {found.group(1) for found in helpers if _KTEST_JUDGE.search(found.group(2))}
    findings = []
    for found in _KTEST.finditer(text):
        body = found.group(3)
        judgements = [j for j in _KTEST_JUDGE.findall(body)
                      if not _CONSTANT_ARGUMENTS.match(j.strip())]
        called = set(re.findall(r"\b(\w+)\(", body))
        if not judgements and not called & judging:
            line = text.count("\n", 0, found.start()) + 1
            findings.append(Finding(name, line, f"{found.group(2)} expects nothing"))
    return findings
