# SPDX-License-Identifier: GPL-2.0-only
"""The self-tests of code that needs no machine, on the build machine."""

import re

import pytest

from host_build import build_program, run_program

# One line a unit: its name, then the sources, code and tests.
UNITS = {
    "ctype": "lib/ctype_test.c",
    "kstrto": "lib/kstrto_test.c",
    "ktest": "lib/ktest_test.c",
    "list": "lib/list_test.c",
    "printf": "lib/printf_test.c",
    "string": "lib/string_test.c",
}


@pytest.mark.parametrize("unit", UNITS)
def test_unit(unit):
    done = run_program(build_program(unit, kernel=UNITS[unit].split()))
    report = done.stdout + done.stderr
    assert done.returncode == 0 and not done.stderr, report
    assert "not ok" not in done.stdout, report
    totals = re.search(r"^# Totals: pass:(\d+) fail:0 skip:0", done.stdout, re.MULTILINE)
    assert totals and int(totals[1]) > 0, report
