# SPDX-License-Identifier: GPL-2.0-only
"""Why a symbol has its value, and what keeps it from having another.

Explanations are lists of lines; a line that explains the one above it is
indented by two more spaces.
"""

from collections import namedtuple

import kconfiglib
from kconfiglib import AND, OR, expr_items, expr_str, expr_value, split_expr

from kconfig import locate
from kconfig.assignments import same_value

# kind is default, select, imply, range, choice (another member is chosen), none,
# or who asked: user, defconfig, fragment, allconfig, menu (while it runs)
Origin = namedtuple("Origin", "kind text where")


def place(item) -> str:
    node = item.nodes[0]
    return f"{node.filename}:{node.linenr}"


def value_text(symbol) -> str:
    """The value as a file of assignments writes it."""
    if symbol.orig_type == kconfiglib.STRING and (symbol.config_string or symbol.str_value):
        return f'"{kconfiglib.escape(symbol.str_value)}"'
    return symbol.str_value if symbol.str_value else "nothing"


def item_name(item) -> str:
    if isinstance(item, kconfiglib.Choice):
        return f'the choice "{item.nodes[0].prompt[0]}"'
    return item.name


def node_name(node) -> str:
    """What stands at a place of the menu: a symbol, a choice, a menu or a comment."""
    if isinstance(node.item, (kconfiglib.Symbol, kconfiglib.Choice)):
        return item_name(node.item)
    return f'"{node.prompt[0]}"'


# Where a value comes from

def origin(tree, symbol) -> Origin:
    """Where the present value comes from.

    A .config has every value written out. What a defconfig or a fragment
    asked for was remembered beside it; of the rest, only a value that differs
    from the computed one is the user's.
    """
    if not _set_by_user(symbol):
        return computed_origin(symbol)
    request = tree.asked.get(symbol.name)
    if request is None or request.kind == "menu":
        return Origin("menu", "set in this session", "")
    if request.kind == "config":
        value, where = tree.origins.get(symbol.name, (None, ""))
        if value == symbol.str_value:
            kind = "fragment" if where.partition(":")[0].endswith(".config") else "defconfig"
            return Origin(kind, "asked for", where)
        if symbol.str_value == _computed_value(symbol):
            return computed_origin(symbol)
        return Origin("user", "set by the user", f"{request.path}:{request.line}")
    return Origin(request.kind, "asked for", f"{request.path}:{request.line}")


def _computed_value(symbol) -> str:
    """The value the symbol would have had nobody asked for any."""
    if symbol.choice:
        return "y" if symbol.choice._selection_from_defaults() is symbol else "n"
    return symbol._str_default()


def _set_by_user(symbol) -> bool:
    if not symbol.visibility or symbol.user_value is None:
        return False
    if symbol.choice:  # a member is n only because another one is chosen
        return bool(symbol.tri_value) and symbol.choice.user_selection is symbol
    if symbol.orig_type == kconfiglib.BOOL:
        return symbol.tri_value == symbol.user_value
    return symbol.str_value == symbol.user_value


def computed_origin(symbol) -> Origin:
    """Where the value would come from had nobody asked for any."""
    if symbol.choice:
        return _choice_origin(symbol)
    if symbol.orig_type == kconfiglib.BOOL:
        for kind, condition in (("select", symbol.rev_dep), ("imply", symbol.weak_rev_dep)):
            active = _active_reverse(symbol, kind, condition)
            if active and (kind == "select" or expr_value(symbol.direct_dep)):
                return active
    return _default_origin(symbol)


def _active_reverse(symbol, kind: str, condition):
    """The first select or imply of a symbol that is in force."""
    for term in split_expr(condition, OR):
        if expr_value(term):
            source = split_expr(term, AND)[0]
            return Origin(kind, f"by {source.name}", _reverse_line(source, kind, symbol.name))
    return None


def _reverse_line(source, kind: str, target: str) -> str:
    for node in source.nodes:
        if any(item.name == target for item, _ in (node.selects + node.implies)):
            return locate.property_line(node, kind, target)
    return place(source)


def _choice_origin(symbol) -> Origin:
    choice = symbol.choice
    if choice.selection is symbol:
        for node in choice.nodes:
            for nth, (default, _) in enumerate(node.defaults):
                if default is symbol:
                    return Origin("default", "default of the choice",
                                  locate.property_line(node, "default", nth=nth))
        return Origin("default", "first of the choice", place(symbol))
    if choice.selection:
        return Origin("choice", f"{choice.selection.name} is chosen", place(choice))
    return Origin("none", "unmet dependencies", place(symbol))


def _default_origin(symbol) -> Origin:
    for node in symbol.nodes:
        for nth, (default, condition) in enumerate(node.defaults):
            if expr_value(condition):
                where = locate.property_line(node, "default", nth=nth)
                if symbol.orig_type != kconfiglib.BOOL and \
                        not same_value(symbol, default.str_value, symbol.str_value):
                    return Origin("range", f"default {default.str_value} outside its range", where)
                return Origin("default", "default", where)
    if not expr_value(symbol.direct_dep):
        return Origin("none", "unmet dependencies", place(symbol))
    return Origin("none", "no default", place(symbol))


# What stands in the way

def hindrances(tree, symbol) -> list:
    """Lines: why a symbol cannot be set at all. None: it can."""
    return _told_once(_hindrances(tree, symbol, ()))


def _told_once(lines: list) -> list:
    """Where a line that is explained below comes again, its explanation is left out."""
    kept, told, left_out = [], set(), None
    depths = [len(line) - len(line.lstrip()) for line in lines]
    for line, depth, next_depth in zip(lines, depths, [*depths[1:], 0]):
        if left_out is not None and depth > left_out:
            continue
        left_out = None
        if next_depth > depth:
            if line.strip() in told:
                line, left_out = line + " (see above)", depth
            told.add(line.strip())
        kept.append(line)
    return kept


def _hindrances(tree, symbol, seen: tuple) -> list:
    if symbol.visibility:
        return []
    prompts = [node for node in symbol.nodes if node.prompt]
    if not prompts:
        return _promptless(tree, symbol, seen)
    lines = []
    for node in prompts:
        found = failing(tree, node.prompt[1], node, seen + (symbol,))
        if len(prompts) > 1:
            found = [f"as defined at {node.filename}:{node.linenr}:"] + ["  " + x for x in found]
        lines += found
    return lines


def _promptless(tree, symbol, seen) -> list:
    """A symbol without a prompt has its value from selects and defaults only."""
    lines = [f"{symbol.name} has no prompt ({place(symbol)}): it is set by others only"]
    for kind, condition in (("selected", symbol.rev_dep), ("implied", symbol.weak_rev_dep)):
        for term in split_expr(condition, OR):
            operands = split_expr(term, AND)
            if term is tree.n or operands[0] in seen:
                continue
            source = operands[0]
            verb = "select" if kind == "selected" else "imply"
            lines.append(f"  {kind} by {_with_values(term)},"
                         f" {_reverse_line(source, verb, symbol.name)}")
    from_default = computed_origin(symbol)
    if from_default.kind == "default":
        lines.append(f"  its default gives {value_text(symbol)}, {from_default.where}")
    return lines


def failing(tree, condition, node, seen=()) -> list:
    """Lines: the parts of a condition that are not met, each followed down."""
    lines = []
    for part in split_expr(condition, AND):
        if expr_value(part):
            continue
        items = [item for item in expr_items(part) if item.nodes]
        where = locate.condition_line(node, [
            item.name for item in expr_items(part) if item.name and not item.is_constant])
        if any(isinstance(item, kconfiglib.Choice) for item in items):
            lines += _failing_choice(tree, items[0], seen)
            continue
        line = f"depends on {_with_values(part)}, {where}"
        if line not in lines:
            lines.append(line)
            for item in sorted(items, key=lambda each: each.name):
                if item not in seen:
                    lines += ["  " + deeper for deeper in _why_value(tree, item, seen)]
    return lines


def _failing_choice(tree, choice, seen) -> list:
    lines = []
    for node in choice.nodes:
        if node.prompt:
            lines += failing(tree, node.prompt[1], node, seen)
    return lines


def _why_value(tree, symbol, seen) -> list:
    """Lines: why a symbol that a condition mentions has its value."""
    came = origin(tree, symbol)
    head = f"{symbol.name} is {value_text(symbol)}: {came.text}"
    head += f", {came.where}" if came.where else ""
    if symbol.visibility:
        return [head]
    return [head] + ["  " + line for line in _hindrances(tree, symbol, seen + (symbol,))]


def _with_values(expression) -> str:
    """An expression, each symbol followed by its value."""
    def text(item):
        if isinstance(item, kconfiglib.Choice):
            return item_name(item)
        if item.is_constant:
            return kconfiglib.standard_sc_expr_str(item)
        if not item.nodes:
            is_name = item.name[:1].isalpha()
            return f"{item.name} (no Kconfig file defines it)" if is_name else item.name
        return f"{item.name} (={value_text(item)})"
    return expr_str(expression, text)


# Why a request was not honoured

def refusal(tree, symbol, wanted: str) -> list:
    """Lines: why a symbol does not have the value that was asked for."""
    if symbol.choice and wanted == "n" and symbol.tri_value:
        return _chosen_by_default(symbol)
    if symbol.orig_type == kconfiglib.BOOL and wanted == "n" and expr_value(symbol.rev_dep):
        selected = _active_reverse(symbol, "select", symbol.rev_dep)
        return [f"selected {selected.text}, {selected.where}"]
    blocked = hindrances(tree, symbol)
    if blocked:
        return blocked
    low_high = active_range(symbol)
    if low_high and out_of_range(symbol, wanted):
        return [f"outside its range {low_high[0]}..{low_high[1]}, {low_high[2]}"]
    return [f"it is {origin(tree, symbol).text}, {origin(tree, symbol).where}"]


def _chosen_by_default(symbol) -> list:
    others = [each.name for each in symbol.choice.syms if each.visibility and each is not symbol]
    came = computed_origin(symbol)
    advice = "choose another: " + ", ".join(others) if others else "it is the only one possible"
    return [f"one member of a choice is always y, and this is the {came.text}, {came.where}",
            f"  {advice}"]


def active_range(symbol):
    """(low, high, file:line) of the range in force, or None."""
    for node in symbol.nodes:
        for nth, (low, high, condition) in enumerate(node.ranges):
            if expr_value(condition):
                where = locate.property_line(node, "range", nth=nth)
                return low.str_value, high.str_value, where
    return None


def out_of_range(symbol, value: str) -> bool:
    bounds = active_range(symbol)
    base = {kconfiglib.INT: 10, kconfiglib.HEX: 16}.get(symbol.orig_type)
    try:
        return bool(bounds and base) and not (
            int(bounds[0], base) <= int(value, base) <= int(bounds[1], base))
    except ValueError:
        return False
