# SPDX-License-Identifier: GPL-2.0-only
"""
What else must be set so that a symbol can be y.

Follows dependencies down and takes the first way that leads there: of A || B
it is A if A can be had. It does not compare numbers; what it cannot satisfy
shows when the configuration is asked for, as a request not honoured.
"""

import kconfiglib
from kconfiglib import AND, NOT, OR, expr_value


def of(symbol) -> dict[str, str]:
    """Settings beside the symbol's own, in the present configuration of its tree."""
    settings: dict[str, str] = {}
    _satisfy(symbol.direct_dep, settings, (symbol,))
    return settings


def _satisfy(expression, settings: dict[str, str], above: tuple) -> bool:
    if isinstance(expression, tuple):
        if expression[0] == AND:
            return all([_satisfy(part, settings, above) for part in expression[1:]])
        if expression[0] == OR:
            return expr_value(expression) > 0 or _first(expression[1:], settings, above)
        if expression[0] == NOT and isinstance(expression[1], kconfiglib.Symbol):
            return _turn_off(expression[1], settings)
        return expr_value(expression) > 0
    if isinstance(expression, kconfiglib.Choice):
        return _satisfy(expression.direct_dep, settings, above)
    if expression.is_constant:
        return expr_value(expression) > 0
    return _turn_on(expression, settings, above)


def _first(alternatives: tuple, settings: dict[str, str], above: tuple) -> bool:
    for alternative in alternatives:
        attempt = dict(settings)
        if _satisfy(alternative, attempt, above):
            settings.update(attempt)
            return True
    return False


def _turn_on(symbol, settings: dict[str, str], above: tuple) -> bool:
    if symbol in above or settings.get(symbol.name) == "n":
        return False
    if symbol.name in settings:
        return True
    deeper = above + (symbol,)
    if any(node.prompt for node in symbol.nodes):
        if not symbol.tri_value:
            settings[symbol.name] = "y"
        return _satisfy(symbol.direct_dep, settings, deeper)
    if symbol.tri_value:
        return True
    sources = [symbol.rev_dep, *(condition for _, condition in symbol.orig_defaults)]
    return _first(tuple(sources), settings, deeper)


def _turn_off(symbol, settings: dict[str, str]) -> bool:
    if settings.get(symbol.name) == "y":
        return False
    if symbol.tri_value:
        if symbol.choice:
            return _choose_another(symbol, settings)
        settings[symbol.name] = "n"
    return True


def _choose_another(symbol, settings: dict[str, str]) -> bool:
    other = another_member(symbol)
    if other is None:
        return False
    settings[other.name] = "y"
    return True


def another_member(symbol):
    """A member of a symbol's choice that can be chosen in its place, or None."""
    return next((each for each in symbol.choice.syms if each is not symbol and each.visibility),
                None)
