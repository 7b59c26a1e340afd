# SPDX-License-Identifier: GPL-2.0-only
"""Which changes stand between a symbol and a value that it does not have.

Needs(tree).of(symbol, value) is a set of changes: whatever brings the value
about, from the state that the tree is in, contains at least one of them. So a
search that goes on from each of them misses nothing, and it never looks at a
symbol that has no part in the matter.

Of a number or a string that is compared with something, only the values
around that something are considered.
"""

from collections import namedtuple

import kconfiglib
from kconfiglib import AND, EQUAL, NOT, OR, UNEQUAL, expr_value

from kconfig.assignments import same_value

Change = namedtuple("Change", "name value")


class Needs:
    """The answers for one state of a tree; another state needs a new one."""

    def __init__(self, tree):
        self.tree = tree
        self.known = {}

    def of(self, symbol, value: str) -> set:
        """Changes for a symbol that does not have the value."""
        key = (symbol.name, value)
        if key not in self.known:
            self.known[key] = self._of(symbol, value)
        return self.known[key]

    def _of(self, symbol, value: str) -> set:
        if symbol.is_constant or not symbol.nodes or same_value(symbol, value, symbol.str_value):
            return set()
        if symbol.choice:
            return self._of_member(symbol, value)
        if symbol.orig_type == kconfiglib.BOOL:
            return self._of_bool(symbol, value)
        return self._by_user(symbol, value) | self._by_default(symbol, value)

    def _of_bool(self, symbol, value: str) -> set:
        if value == "n" and expr_value(symbol.rev_dep):
            return self._truth(symbol.rev_dep, False)
        found = self._by_user(symbol, value) | self._by_default(symbol, value)
        return found | (self._truth(symbol.rev_dep, True) if value == "y" else set())

    def _of_member(self, symbol, value: str) -> set:
        """One member of a choice is y: the one that was chosen and can be seen."""
        choice = symbol.choice
        by_itself = self._other_default_member(choice)
        if value == "n":
            others = [self._by_user(each, "y") for each in choice.syms if each is not symbol]
            return self._hidden(symbol).union(by_itself, *others)
        if not symbol.visibility:
            return self._shown(symbol)
        return {Change(symbol.name, "y")} | self._hidden(choice.selection) | by_itself

    def _other_default_member(self, choice) -> set:
        """Changes that let a choice in which nothing is set choose another member."""
        if choice.user_selection and choice.user_selection.visibility:
            return set()
        found = set()
        for member, condition in choice.defaults:
            found |= self._truth(condition, not expr_value(condition))
            found |= set() if member.visibility else self._shown(member)
        return found.union(*(self._shown(each) for each in choice.syms if not each.visibility))

    def _by_user(self, symbol, value: str) -> set:
        if not symbol.visibility:
            return self._shown(symbol)
        return self._range_for(symbol, value) or {Change(symbol.name, value)}

    def _range_for(self, symbol, value: str) -> set:
        """Changes that let a value be in the range; none where it is."""
        found = set()
        for low, high, condition in symbol.ranges:
            if not expr_value(condition):
                found |= self._truth(condition, True)
                continue
            least, number, most = (_number(symbol, text) for text in (
                low.str_value, value, high.str_value))
            if least <= number <= most:
                return set()
            bound = low if number < least else high
            return found | self._truth(condition, False) | self.of(bound, value)
        return set()

    def _by_default(self, symbol, value: str) -> set:
        """Changes that let what others say of a symbol come to the value."""
        implied = symbol.weak_rev_dep is not self.tree.n
        if symbol.visibility and symbol.user_value is not None:
            can_follow = value == "n" or implied or symbol.defaults
            return self._hidden(symbol) if can_follow else set()
        found = self._by_clamping(symbol, value)
        if implied:
            imply = (AND, symbol.weak_rev_dep, symbol.direct_dep)
            found |= self._truth(imply, not expr_value(imply))
        for default, condition in symbol.defaults:
            if not expr_value(condition):
                found |= self._truth(condition, True)
                continue
            found |= self._truth(condition, False)
            if symbol.orig_type == kconfiglib.BOOL:
                return found | self._truth(default, value == "y")
            return found | self.of(default, value)
        return found

    def _by_clamping(self, symbol, value: str) -> set:
        """Changes that put an end of a range to the value: a default outside becomes that."""
        found = set()
        for low, high, condition in symbol.ranges:
            if not expr_value(condition):
                found |= self._truth(condition, True)
                continue
            return found | self._truth(condition, False) | self.of(low, value) | self.of(
                high, value)
        return found

    def _shown(self, item) -> set:
        """Changes for a prompt of a symbol or choice that has none now."""
        return set().union(*(self._truth(node.prompt[1], True)
                             for node in item.nodes if node.prompt))

    def _hidden(self, item) -> set:
        """Changes for no prompt of a symbol or choice that has one now."""
        return min((self._truth(node.prompt[1], False) for node in item.nodes
                    if node.prompt and expr_value(node.prompt[1])), key=len, default=set())

    def _truth(self, what, wanted: bool) -> set:
        """Changes for an expression that is not as wanted."""
        if bool(expr_value(what)) == wanted:
            return set()
        if isinstance(what, kconfiglib.Choice):
            return self._shown(what) if wanted else self._hidden(what)
        if isinstance(what, kconfiglib.Symbol):
            is_bool = what.orig_type == kconfiglib.BOOL
            return self.of(what, "y" if wanted else "n") if is_bool else set()
        if what[0] is NOT:
            return self._truth(what[1], not wanted)
        if what[0] not in (AND, OR):
            return self._relation(what, wanted)
        parts = [self._truth(part, wanted) for part in what[1:]
                 if bool(expr_value(part)) != wanted]
        if (what[0] is AND) == wanted:
            return min(parts, key=len)  # each is needed, so any of them will do
        return set().union(*parts)

    def _relation(self, what, wanted: bool) -> set:
        relation, left, right = what
        same = relation in (EQUAL, UNEQUAL) and (relation is EQUAL) == wanted
        found = set()
        for one, other in ((left, right), (right, left)):
            if one.nodes:
                values = {other.str_value} if same else _values_around(one, other.str_value)
                found = found.union(*(self.of(one, value) for value in values))
        return found


def _number(symbol, text: str) -> int:
    """As the parsers read it, to whom what is no number is 0."""
    try:
        return int(text, 16 if symbol.orig_type == kconfiglib.HEX else 10)
    except ValueError:
        return 0


def _values_around(symbol, value: str) -> set:
    """Values that compare differently with a value than the present one may."""
    if symbol.orig_type == kconfiglib.BOOL:
        return {"y", "n"}
    if symbol.orig_type == kconfiglib.STRING:
        return {"", *(default.str_value for default, _ in symbol.defaults)}
    numbers = [_number(symbol, value) + step for step in (-1, 0, 1)]
    if symbol.orig_type == kconfiglib.HEX:
        return {hex(number) for number in numbers if number >= 0}
    return {str(number) for number in numbers}
