# SPDX-License-Identifier: GPL-2.0-only
"""What counts as growing with the size."""

import flat

# Every exception as one, so that none is objected to.
EXCEPTIONS = {f"{bench}[{size}]": size for bench in flat.GROWS for size in (1, 1000)}


def problems(**rows):
    """Rows of a suite without a demand on sizes: name_size=median."""
    return flat.problems(EXCEPTIONS | {f"list.{name.replace('_', '[')}]": median
                                       for name, median in rows.items()})


def test_up_to_the_ratio_is_no_growth():
    assert not problems(rotate_2=100, rotate_50=130)


def test_more_is_named_with_both_sizes():
    assert problems(rotate_2=100, rotate_50=131) == ["list.rotate: 131 with 50, 100 with 2"]


def test_every_size_is_held_against_the_first():
    assert problems(walk_1=100, walk_2=200, walk_3=100) == ["list.walk: 200 with 2, 100 with 1"]


def test_one_size_or_none_says_nothing():
    assert not flat.problems(EXCEPTIONS | {"list.add": 1, "list.walk[100]": 400})


def test_files_and_pipes_are_measured_at_sizes_far_apart():
    rows = {"pipe.close[10]": 5, "pipe.close[999]": 5}
    assert flat.problems(EXCEPTIONS | rows) == ["pipe.close: 999 is not 100 times 10"]
    assert not flat.problems(EXCEPTIONS | {"pipe.close[10]": 5, "pipe.close[1000]": 5})


def test_exception_without_rows_is_objected_to():
    rows = {row: median for row, median in EXCEPTIONS.items() if row != "string.memcpy[1000]"}
    assert flat.problems(rows) == ["string.memcpy: in GROWS, but not measured at two sizes"]
