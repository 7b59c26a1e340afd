# SPDX-License-Identifier: GPL-2.0-only
"""Each public function of files and streams is tried with its allocations failing."""

import sys

import pytest

from harness.paths import SRCTREE

sys.path.insert(0, str(SRCTREE / "scripts"))

import failing_allocations  # noqa: E402  (the path must be set first)


@pytest.mark.early
def test_no_function_is_missing(capfd):
    status = failing_allocations.main()
    printed = capfd.readouterr().out
    assert status == 0, printed
    assert int(printed.split()[0]) > 100, printed


def test_what_is_missing_or_needlessly_excepted_is_listed():
    found = failing_allocations.findings(
        {"tried", "untried", "pure"}, {"tried"},
        {"pure": "computes", "tried": "computes", "gone": "computes", "untried": ""})
    assert [line.split(":")[0] for line in found] == ["gone", "tried", "untried"]
    assert failing_allocations.findings({"a", "b"}, {"a"}, {}) == [
        "b: no test has its allocations fail"]
