# SPDX-License-Identifier: GPL-2.0-only
"""Delta debugging finds the fewest items that still fail, and does not try all."""

import itertools
import sys

import pytest

from harness.paths import SRCTREE

sys.path.insert(0, str(SRCTREE / "scripts"))

from matrix import ddmin  # noqa: E402  (the path must be set first)


class Failing:
    """Fails for lists with all of the guilty; counts."""

    def __init__(self, *guilty: int):
        self.guilty, self.tries = set(guilty), 0

    def __call__(self, lists: list[list[int]]) -> list[bool]:
        self.tries += len(lists)
        return [self.guilty <= set(each) for each in lists]


@pytest.mark.parametrize("size, guilty", [(1, [0]), (2, [0, 1]), (7, [6]), (40, [3, 31]),
                                          (40, [0, 20, 39]), (100, [17, 18])])
def test_the_guilty_are_found_and_no_others(size, guilty):
    assert ddmin.smallest(list(range(size)), Failing(*guilty)) == guilty


def test_every_pair_of_ten_is_found():
    for pair in itertools.combinations(range(10), 2):
        assert ddmin.smallest(list(range(10)), Failing(*pair)) == list(pair)


def test_one_of_many_takes_about_twice_the_logarithm():
    failing = Failing(700)
    ddmin.smallest(list(range(1024)), failing)
    assert failing.tries == 2 * 10


def test_parts_are_the_list_in_its_order():
    for parts in range(1, 8):
        chunks = ddmin.split(list(range(7)), parts)
        assert sum(chunks, []) == list(range(7))
        assert max(map(len, chunks)) - min(map(len, chunks)) <= 1
