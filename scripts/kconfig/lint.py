#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""What neither Kconfig parser refuses, but a reviewer would.

make lint-kconfig, or lint.py [ROOT-KCONFIG]: prints file:line: finding, and
exits with 1 when there is one. Documentation/configuration.md has the rules.
"""

import itertools
import os
import re
import sys
from collections import namedtuple

if __name__ == "__main__":
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

import kconfiglib
from kconfiglib import AND, EQUAL, NOT, OR, expr_items

from kconfig import external, locate, renamed
from kconfig.paths import source_path, source_tree
from kconfig.tree import Tree

Finding = namedtuple("Finding", "where text")

_SOURCE_FOLDERS = ("arch", "drivers", "fs", "include", "init", "ipc", "kernel", "lib", "mm",
                   "net", "scripts", "usr")
_SOURCE_ENDINGS = (".c", ".h", ".asm", ".S", ".inc", ".sh")
_GENERATED = ("include/config", "include/generated")
_MOST_LEAVES = 12  # a dependency with more symbols than that is not tried out


def check(root: str = "") -> list:
    """All findings of a tree: of its text first, then of what it means."""
    root = root or external.kconfig_root()
    found = [finding for filename in _files(root) for finding in check_text(filename)]
    try:
        tree = Tree(root)
    except kconfiglib.KconfigError as error:
        return found + [Finding("", str(error))]
    found += [Finding("", text) for text in tree.warnings]
    for symbol in tree.unique_defined_syms:
        for rule in (_help, _name, _definitions, _selects, _ranges, _contradiction):
            found += rule(symbol)
    for choice in tree.unique_choices:
        found += _help(choice) + _definitions(choice)
    return found + _renamed(tree) + _undefined(tree) + _colliding(tree) + _unused(tree)


def _renamed(tree) -> list:
    """An entry of the table leads from a name that is free to one that is not."""
    defined = {symbol.name for symbol in tree.unique_defined_syms}
    found = []
    for entry in renamed.entries():
        where = f"{renamed.TABLE}:{entry.line}"
        if not entry.old:
            found.append(Finding(where, "not of the form OLD NEW, OLD !NEW or OLD - text"))
        elif entry.old in defined:
            found.append(Finding(where, f"{entry.old} is defined, so it is not carried over"))
        elif entry.new and entry.new not in defined:
            found.append(Finding(where, f"{entry.new} is not defined"))
    return found


def _place(item) -> str:
    return f"{item.nodes[0].filename}:{item.nodes[0].linenr}"


def _files(root: str) -> list:
    """A Kconfig file and those it sources, as far as they can be read."""
    found = [] if root.endswith(external.GENERATED_ROOT) else [root]
    for statement in locate.statements(root):
        name = os.path.expandvars(statement.rest.strip('"'))
        if statement.keyword == "source" and os.path.isfile(source_path(name)):
            found += _files(name)
    return found


# The text

_REFUSED = (
    (re.compile(r"\$\("), "macros: the C tools (4.11) do not have them"),
    (re.compile(r"^\s*(rsource|osource|orsource|gsource)\b"), "use source with a full path"),
    (re.compile(r"^\s*source\s.*[*?\[]"), "no globs in source"),
    (re.compile(r"^\s*def_(bool|int|hex|string|tristate)\b"), "use a type and a default"),
    (re.compile(r"^\s*tristate\b"), "there are no modules: use bool"),
    (re.compile(r"^\s*(modules|transitional|optional|option)\b"), "not used in this tree"),
    (re.compile(r"^\s*depends on .*\bif\b"), "depends on has no if"),
    (re.compile(r"^\s*---help---"), "use help"),
)


def check_text(filename: str) -> list:
    """Grammar that one of the parsers lacks, and layout."""
    with open(source_path(filename), encoding="utf-8") as file:
        text = file.read()
    lines = text.split("\n")
    found = []
    if "SPDX-License-Identifier" not in lines[0]:
        found.append(Finding(f"{filename}:1", "no SPDX-License-Identifier"))
    if not text.endswith("\n") or text.endswith("\n\n"):
        found.append(Finding(f"{filename}:{len(lines)}", "does not end with one newline"))
    helps = _help_lines(lines)
    for number, line in enumerate(lines, 1):
        for problem in _line_problems(line, number - 1 in helps):
            found.append(Finding(f"{filename}:{number}", problem))
    return found


def _help_lines(lines: list) -> set:
    """The indices of the lines that are help text."""
    inside = set()
    for index, line in enumerate(lines):
        if line.strip() == "help":
            inside.update(range(index + 1, locate.skip_help(lines, index + 1)))
    return inside


def _line_problems(line: str, in_help: bool):
    if line != line.rstrip():
        yield "trailing white space"
    if len(line.expandtabs(8)) > 80:
        yield "longer than 80 columns"
    if in_help:
        if line and not line.startswith("\t  "):
            yield "help text is indented by a tab and two spaces"
        return
    if line.lstrip().startswith("#"):
        return
    if line.startswith(" "):
        yield "indent with tabs"
    for pattern, problem in _REFUSED:
        if pattern.search(line):
            yield problem


# One symbol at a time

def _help(item) -> list:
    visible = any(node.prompt for node in item.nodes)
    if visible and not any(node.help for node in item.nodes):
        return [Finding(_place(item), f"{item.name or 'choice'} has no help")]
    return []


def _name(symbol) -> list:
    if re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", symbol.name):
        return []
    return [Finding(_place(symbol), f"{symbol.name}: capitals and digits, single _ between")]


def _definitions(item) -> list:
    if len(item.nodes) == 1:
        return []
    return [Finding(f"{node.filename}:{node.linenr}", f"{item.name} is defined before, at"
                    f" {_place(item)}; dependencies of the two would be or-ed")
            for node in item.nodes[1:]]


def _selects(symbol) -> list:
    found = []
    for node in symbol.nodes:
        for target, _ in node.selects:
            where = locate.property_line(node, "select", target.name)
            if any(other.prompt for other in target.nodes):
                found.append(Finding(where, f"selects {target.name}, which is visible:"
                                     " use depends on"))
            elif target.direct_dep is not symbol.kconfig.y:
                found.append(Finding(where, f"selects {target.name}, which has dependencies"
                                     " of its own: they may be unmet"))
    return found


def _ranges(symbol) -> list:
    found = []
    base = {kconfiglib.INT: 10, kconfiglib.HEX: 16}.get(symbol.orig_type)
    for node in symbol.nodes:
        for nth, (default, _) in enumerate(node.defaults):
            for low, high, _ in node.ranges:
                try:
                    value, first, last = (int(x.name, base) for x in (default, low, high))
                except (TypeError, ValueError):
                    continue
                if not first <= value <= last:
                    where = locate.property_line(node, "default", nth=nth)
                    found.append(Finding(where, f"default {default.name} of {symbol.name} is"
                                         f" outside {low.name}..{high.name}"))
    return found


def _contradiction(symbol) -> list:
    """Dependencies that no configuration meets: true for no values of their symbols."""
    leaves = [item for item in expr_items(symbol.direct_dep)
              if isinstance(item, kconfiglib.Symbol) and not item.is_constant]
    if any(item.orig_type != kconfiglib.BOOL for item in leaves) or len(leaves) > _MOST_LEAVES:
        return []
    for values in itertools.product((0, 2), repeat=len(leaves)):
        if _evaluate(symbol.direct_dep, dict(zip(leaves, values))):
            return []
    return [Finding(_place(symbol), f"{symbol.name} can never be set: its dependencies"
                    " contradict each other")]


def _evaluate(expression, values: dict) -> int:
    """An expression's value, 0 or 2, with given values of its symbols."""
    if not isinstance(expression, tuple):
        if isinstance(expression, kconfiglib.Choice):
            return 2
        return values.get(expression, 2 if expression.name == "y" else 0)
    operator, *parts = expression
    results = [_evaluate(part, values) for part in parts]
    if operator == AND:
        return min(results)
    if operator == OR:
        return max(results)
    if operator == NOT:
        return 2 - results[0]
    return 2 * ((results[0] == results[1]) == (operator == EQUAL))


# The tree as a whole

def _undefined(tree) -> list:
    found = []
    for name, symbol in tree.syms.items():
        if symbol.nodes or name == "MODULES" or re.fullmatch(r"-?\d+|0[xX][0-9a-fA-F]+", name):
            continue
        for node in tree.node_iter():
            if symbol in node.referenced:
                found.append(Finding(f"{node.filename}:{node.linenr}", f"{name} is not defined"))
    return found


def _colliding(tree) -> list:
    """Names that a file system or a tool that folds case and _ takes for one."""
    found, seen = [], {}
    for symbol in tree.unique_defined_syms:
        folded = re.sub("_+", "_", symbol.name.lower())
        if folded in seen:
            found.append(Finding(_place(symbol), f"{symbol.name} and {seen[folded]} differ only"
                                 " in case or in _"))
        seen.setdefault(folded, symbol.name)
    return found


def _unused(tree) -> list:
    """A member of a choice may be meant by naming all the others."""
    used = set(_names_in_sources())
    for node in tree.node_iter():
        used |= {item.name for item in node.referenced if item is not node.item}
    return [Finding(_place(symbol), f"{symbol.name} changes nothing: no source mentions it")
            for symbol in tree.unique_defined_syms
            if symbol.name not in used and not symbol.choice and not symbol.env_var]


def _names_in_sources():
    for path in _sources():
        with open(path, encoding="utf-8", errors="replace") as file:
            yield from re.findall(r"\bCONFIG_(\w+)", file.read())


def _sources():
    root = source_tree()
    for name in os.listdir(root):
        if name in ("Makefile", "Kbuild"):
            yield os.path.join(root, name)
    tops = [os.path.join(root, top) for top in _SOURCE_FOLDERS]
    for top in tops + [tree.folder for tree in external.trees()]:
        for folder, folders, files in os.walk(top):
            if os.path.relpath(folder, root) in _GENERATED:
                folders.clear()
                continue
            for name in files:
                if name.endswith(_SOURCE_ENDINGS) or name.startswith(("Makefile", "Kbuild")):
                    yield os.path.join(folder, name)


def lint_kconfig(_arguments: list) -> int:
    """make lint-kconfig."""
    return report(check())


def report(findings: list) -> int:
    for each in findings:
        print(f"{each.where}: {each.text}" if each.where else each.text, file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    if "srctree" not in os.environ:
        os.environ["srctree"] = os.path.dirname(sys.path[0])
    sys.exit(report(check(*sys.argv[1:2])))
