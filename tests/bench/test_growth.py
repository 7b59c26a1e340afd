# SPDX-License-Identifier: GPL-2.0-only
"""What growth rows may grow by, and that nothing grows by more."""

import pytest

import growth
import guard
import program_rows

# Every exception as one, so that none is objected to.
EXCEPTIONS = {f"{name}[{size}]": 100
              for name in (*growth.GROWS, *growth.LOGARITHMIC) for size in (10, 10000)}


def problems(**rows):
    """Rows name_size=median."""
    return growth.problems(EXCEPTIONS | {f"{name.replace('_', '[')}]": median
                                         for name, median in rows.items()})


def test_up_to_the_ratio_is_no_growth():
    assert not problems(open_1=100, open_1000=130)


def test_more_is_named_with_both_sizes():
    assert problems(open_1=100, open_1000=131) == ["open: 131 with 1000, 100 with 1"]


@pytest.mark.parametrize("name, most", [("mmap_among_areas", 400), ("fork_of_areas", 100000)])
def test_exceptions_grow_by_the_logarithm_or_in_proportion(name, most):
    assert not growth.problems(EXCEPTIONS | {f"{name}[10000]": most})
    assert growth.problems(EXCEPTIONS | {f"{name}[10000]": most + 1}) == [
        f"{name}: {most + 1} with 10000, 100 with 10"]


def test_an_exception_without_rows_is_objected_to():
    rows = {row: 100 for row in EXCEPTIONS if row != "fork_of_areas[10000]"}
    assert growth.problems(rows) == ["fork_of_areas: an exception, but not measured at two sizes"]


def test_no_row_grows_by_more_than_it_may_nor_is_worse_than_its_baseline():
    """One test, for each worker that runs one would measure."""
    medians = program_rows.growth_rows()
    found = growth.problems(medians)
    assert not found, "\n".join(["", *found])
    guard.assert_no_worse(medians, program_rows.toolchain(), program_rows.STORE, sized=True)
