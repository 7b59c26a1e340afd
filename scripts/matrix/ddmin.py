# SPDX-License-Identifier: GPL-2.0-only
"""
Delta debugging: the smallest part of a list that still fails.

Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input",
2002. The list shrinks to one of its parts, or to all but one of them, as long
as that fails; otherwise the parts become smaller. In the end no single item
can be left out.
"""

from typing import Callable, Sequence, TypeVar

T = TypeVar("T")
# Whether each of some lists fails: they are tried together, because machines are many.
Fail = Callable[[list[list[T]]], Sequence[bool]]


def smallest(items: list[T], fail: Fail) -> list[T]:
    """What of the items still fails; all of them do, and none of them does not."""
    parts = 2
    while len(items) > 1:
        chunks = split(items, parts)
        without = [[item for item in items if item not in chunk] for chunk in chunks]
        chunk = _first(chunks, fail)
        if chunk is not None:
            items, parts = chunk, 2
            continue
        rest = _first(without, fail) if parts > 2 else None
        if rest is not None:
            items, parts = rest, max(parts - 1, 2)
        elif parts < len(items):
            parts = min(2 * parts, len(items))
        else:
            break
    return items


def split(items: list[T], parts: int) -> list[list[T]]:
    """Parts of a list in their order, as equal as can be."""
    ends = [len(items) * number // parts for number in range(parts + 1)]
    return [items[start:end] for start, end in zip(ends, ends[1:])]


def _first(lists: list[list[T]], fail: Fail) -> list[T] | None:
    return next((each for each, fails in zip(lists, fail(lists)) if fails), None)
