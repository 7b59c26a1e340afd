# SPDX-License-Identifier: GPL-2.0-only
"""No row of usr/bench may get worse unnoticed."""

import pytest

import baseline
import document
import guard
import program_rows


@pytest.fixture(name="rows", scope="module")
def all_rows() -> dict[str, int]:
    return program_rows.rows()


def test_no_row_is_worse_than_its_baseline_or_its_best(rows):
    guard.assert_no_worse(rows, program_rows.toolchain(), program_rows.STORE, sized=False)


def test_a_call_of_another_program_and_its_reply_take_at_most_700_instructions(rows):
    assert rows["channel_call_reply"] <= 700


def test_a_message_to_another_program_takes_at_most_350_instructions(rows):
    assert rows["channel_one_way"] <= 350


def test_the_toolchain_of_continuous_integration_is_known():
    assert baseline.load(program_rows.STORE)[program_rows.REFERENCE]


def test_the_documentation_shows_the_baseline():
    text = document.PAGE.read_text()
    table = baseline.load(program_rows.STORE)[program_rows.REFERENCE]
    assert document.with_programs(text, table) == text, "run make bench-baseline"
