# SPDX-License-Identifier: GPL-2.0-only
"""Asked, got, reason: what every configuration goal ends with.

kconfiglib, like the C tools, lets a request vanish without a word. Here each
one that did not come true is shown, with the reason down to the line of the
Kconfig file that stands in the way.

A .config also holds values nobody asked for: defaults, and what was computed
from other symbols. When such a value changes because what it hung on has
changed, that is told in one line and is never a failure.
"""

import os
import sys
from collections import namedtuple

import kconfiglib

from kconfig.assignments import parse_value, same_value
from kconfig.tree import tell_notes

# asked is shown as written; minor: see above
Failure = namedtuple("Failure", "asked where got reason kind minor")

_MOST_SHOWN = 200  # characters of a line


def strict() -> bool:
    """Whether the environment asks that any unmet request be an error."""
    return any(os.environ.get(name, "").lower() not in ("", "0", "n", "no", "false")
               for name in ("CI", "KCONFIG_STRICT"))


def finish(tree, must_honour: bool) -> int:
    """Report; the exit status. After 1 the caller writes nothing.

    must_honour: the goal carries out what a person wrote in a defconfig or
    a fragment, so that a request from there that is not honoured is an error.
    """
    failures = collect(tree)
    warnings = other_warnings(tree)
    fatal = strict() and (warnings or any(not each.minor for each in failures)) or \
        must_honour and any(each.kind != "config" for each in failures)
    show(tree, failures, warnings)
    if fatal:
        print("nothing was written", file=sys.stderr)
    return 1 if fatal else 0


def collect(tree) -> list:
    """All requests of a tree that did not come true."""
    return _unreadable(tree) + _replaced(tree) + _dishonoured(tree)


def other_warnings(tree) -> list:
    """What kconfiglib found wrong with the Kconfig files themselves."""
    for symbol in tree.unique_defined_syms:
        symbol.str_value  # evaluating is what brings warnings out
    return [text for text in tree.warnings if "outside the active range" not in text
            or "user value" not in text]


def _unreadable(tree) -> list:
    found = [Failure(each.text, f"{each.path}:{each.line}", "nothing", [each.reason],
                     each.kind, False) for each in tree.malformed]
    for request, reason in tree.rejected:
        symbol = tree.syms.get(request.name)
        got = _got(symbol) if symbol and symbol.nodes else "nothing"
        found.append(_failure(request, got, [reason]))
    return found


def _replaced(tree) -> list:
    return [_failure(before, f"{later.name}={later.text}",
                     [f"a later line of the same file says so, {later.path}:{later.line}"])
            for before, later in tree.replaced]


def _dishonoured(tree) -> list:
    found = []
    for request in tree.asked.values():
        symbol = tree.syms[request.name]
        wanted, _ = parse_value(symbol, request.text)
        if not honoured(symbol, wanted):
            from kconfig import explain
            found.append(_failure(request, _got(symbol), explain.refusal(tree, symbol, wanted),
                                  _minor(symbol, request, wanted)))
    return found


def honoured(symbol, wanted: str) -> bool:
    if not symbol.config_string and wanted != "n":
        return False
    return same_value(symbol, wanted, symbol.str_value)


def _minor(symbol, request, wanted: str) -> bool:
    """Whether the request only repeats what had been computed."""
    if request.kind != "config":
        return False
    if not any(node.prompt for node in symbol.nodes):
        return True
    return not symbol.visibility and wanted == _default_if_visible(symbol)


def _default_if_visible(symbol) -> str:
    """The value a symbol had while its dependencies were met, were it untouched."""
    holder = symbol.choice or symbol
    for default, condition in holder.orig_defaults:
        if kconfiglib.expr_value(condition):
            if symbol.choice:
                return "y" if default is symbol else "n"
            if symbol.orig_type == kconfiglib.BOOL:
                return kconfiglib.TRI_TO_STR[kconfiglib.expr_value(default)]
            return default.str_value
    return "y" if symbol.choice and symbol.choice.syms[0] is symbol else ""


def _failure(request, got: str, reason: list, minor: bool = False) -> Failure:
    where = f"{request.path}:{request.line}" if request.line else request.path
    return Failure(f"CONFIG_{request.name}={request.text}", where, got, reason, request.kind, minor)


def _got(symbol) -> str:
    from kconfig.explain import value_text
    if symbol.choice and symbol.str_value == "n" and symbol.choice.selection:
        return f"n; {symbol.choice.selection.name} is chosen instead"
    return value_text(symbol) if symbol.config_string or symbol.str_value == "n" else "nothing"


def show(tree, failures: list, warnings: list) -> None:
    sys.stdout.flush()
    tell_notes(tree)
    for text in warnings:
        print(text, file=sys.stderr)
    major = [each for each in failures if not each.minor]
    if major:
        requests = "request was" if len(major) == 1 else "requests were"
        print(f"{len(major)} {requests} not honoured:", file=sys.stderr)
    for group in _by_reason(major):
        for each in group:
            print(f"  asked   {_short(each.asked)}   ({each.where})", file=sys.stderr)
            print(f"  got     {_short(each.got)}", file=sys.stderr)
        for label, line in zip(["reason "] + [" " * 7] * len(group[0].reason), group[0].reason):
            print(f"  {label} {line}", file=sys.stderr)
    _show_minor([each for each in failures if each.minor])


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}... ({len(text)} characters)"


def _show_minor(failures: list) -> None:
    for group in _by_reason(failures):
        changed = ", ".join(f"{_short(each.asked[7:])} -> {_short(each.got)}" for each in group)
        print(f"follows other changes: {changed}\n  {group[0].reason[0]}", file=sys.stderr)


def _by_reason(failures: list) -> list:
    groups = {}
    for each in failures:
        groups.setdefault(tuple(each.reason), []).append(each)
    return list(groups.values())
