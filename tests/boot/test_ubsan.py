# SPDX-License-Identifier: GPL-2.0-only
"""Undefined behaviour is reported with its place and its values, with both compilers."""

import re

import pytest

from harness import build, qemu

# What kernel/ubsan_test.c provokes, in its order.
REPORTS = [
    r"2147483647 \+ 1 does not fit 'int'",
    r"-2147483648 - 1 does not fit 'int'",
    r"2147483647 \* 40 does not fit 'int'",
    r"-\(-2147483648\) does not fit 'int'",
    r"shift of the 32-bit 'int' by 40",
    r"shift of the 32-bit 'int' by -1",
    r"40 << 30 does not fit 'int'",
    r"index 2 is out of range of 'int ?\[2\]'",
    r"2 is no value of '(_Bool|volatile bool)'",
    r"0x[0-9a-f]+ is not aligned for 'int'",
    r"pointer 0xfffffffffffffff0 wrapped to 0x18",
    r"2147483647 \+ 40 does not fit 'int'",
]


@pytest.fixture(name="kernel", scope="module", params=build.COMPILERS)
def debug_kernel(request):
    return build.kernel("debug_defconfig", cc=request.param)


def test_reports_name_place_and_values(kernel):
    """test_ktest.py shows that nothing else is reported while all tests run."""
    with qemu.boot(kernel.image, cmdline="ktest=ubsan") as guest:
        assert guest.wait_exit().debug_exit == 0
        log = guest.log
    reports = re.findall(r"ubsan: (\S+):\d+:\d+: (.*)$", log, re.MULTILINE)
    for (place, text), expected in zip(reports, REPORTS, strict=True):
        assert place.endswith("kernel/ubsan_test.c") and re.fullmatch(expected, text)
    assert re.search(r"2147483647 \+ 1 does not fit 'int'\n(.*\n){1,5}.*ktest_ubsan_", log)


def test_option_panics_at_the_first_report(kernel):
    with qemu.boot(kernel.image, cmdline="ubsan=panic panic=exit ktest=ubsan") as guest:
        assert guest.wait_exit().debug_exit == 2
        assert "Kernel panic: undefined behaviour" in guest.log
        assert guest.log.count("ubsan: ") == 1


def test_boot_and_prompt_are_clean(kernel):
    with qemu.boot(kernel.image) as guest:
        guest.expect(qemu.PROMPT)
        guest.command("help")
        assert "ubsan:" not in guest.log
