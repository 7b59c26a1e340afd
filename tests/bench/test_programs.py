# SPDX-License-Identifier: GPL-2.0-only
"""No row of usr/bench may get worse unnoticed."""

import baseline
import document
import guard
import program_rows


def test_no_row_is_worse_than_its_baseline_or_its_best():
    guard.assert_no_worse(program_rows.rows(), program_rows.toolchain(), program_rows.STORE,
                          sized=False)


def test_the_toolchain_of_continuous_integration_is_known():
    assert baseline.load(program_rows.STORE)[program_rows.REFERENCE]


def test_the_documentation_shows_the_baseline():
    text = document.PAGE.read_text()
    table = baseline.load(program_rows.STORE)[program_rows.REFERENCE]
    assert document.with_programs(text, table) == text, "run make bench-baseline"
