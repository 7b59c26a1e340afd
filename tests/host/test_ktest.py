# SPDX-License-Identifier: GPL-2.0-only
"""The test runner tells failure from success, and says where."""

import pytest

from host_build import build_program, run_program

SAMPLE = "tests/host/ktest_sample.c"

ALL = f"""\
KTAP version 1
1..2
    KTAP version 1
    # Subtest: a_suite_before
    1..1
    ok 1 stands_first
ok 1 a_suite_before
    KTAP version 1
    # Subtest: sample
    1..5
    ok 1 passes
    # {SAMPLE}:13: checked nothing
    not ok 2 checks_nothing
    # {SAMPLE}:19: expected 2 + 2 == 5
    #   left 4 (0x4), right 5 (0x5)
    # {SAMPLE}:20: expected "left" is NULL
    #   left "left", right "(null)"
    # {SAMPLE}:21: expected "abc" holds the bytes of "abd"
    #   left 0x63, right 0x64 at byte 2 of 3
    # {SAMPLE}:22: expected -1 < -2
    #   left -1 (0xffffffffffffffff), right -2 (0xfffffffffffffffe)
    not ok 3 goes_on_after_expect
    # {SAMPLE}:27: expected 1 == 2
    #   left 1 (0x1), right 2 (0x2)
    not ok 4 stops_at_assert
    ok 5 skips # SKIP no such machine
not ok 2 sample
# Totals: pass:2 fail:3 skip:1 total:6
"""


@pytest.fixture(name="sample", scope="module")
def build_sample():
    return build_program("ktest_sample", kernel=[SAMPLE])


def test_report_is_ktap(sample):
    done = run_program(sample)
    assert done.stdout.splitlines() == ALL.splitlines()
    assert done.returncode == 1


@pytest.mark.parametrize("pattern, totals, status", [
    ("a_suite_before", "pass:1 fail:0 skip:0 total:1", 0),
    ("sample.passes", "pass:1 fail:0 skip:0 total:1", 0),
    ("*.s*", "pass:1 fail:1 skip:1 total:3", 1),
    ("samp", "pass:0 fail:0 skip:0 total:0", 1),
])
def test_pattern_selects(sample, pattern, totals, status):
    done = run_program(sample, pattern)
    assert done.stdout.splitlines()[-1] == f"# Totals: {totals}"
    assert done.returncode == status
