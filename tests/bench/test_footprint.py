# SPDX-License-Identifier: GPL-2.0-only
"""The search for the least RAM."""

import pytest

import footprint
import measure


@pytest.mark.parametrize("needed", [1, 2, 5, 63, 64, 127, 128])
def test_the_least_that_suffices_is_found(needed):
    assert footprint.least(128, lambda megabytes: megabytes >= needed) == needed


def test_a_bound_that_does_not_suffice_is_an_error():
    with pytest.raises(measure.BenchError, match="not even 128 MB"):
        footprint.least(128, lambda megabytes: False)


def test_the_search_takes_one_try_for_each_halving():
    tried = []
    footprint.least(128, lambda megabytes: tried.append(megabytes) or megabytes >= 40)
    assert len(tried) == 8 and len(set(tried)) == 8
