# SPDX-License-Identifier: GPL-2.0-only
"""All self-tests inside the kernel, and the command line that runs them."""

import re

import pytest

from harness import build, qemu
from harness.paths import SRCTREE, source_files

LIMIT = 4 * qemu.BOOT_LIMIT  # a minute and more on an idle machine

# Suites that debug_defconfig has not, and what brings them.
ELSEWHERE = {"console_device": {"TTY": "n"}}


def run(kernel, cmdline):
    """
    The code given to QEMU and the serial log. The machine is one on which no
    test is skipped: its HPET interrupts on lines above 15.
    """
    with qemu.boot(kernel.image, cmdline=cmdline, machine="q35",
                   icount=qemu.GUEST_TIME, limit=LIMIT) as guest:
        return guest.wait_exit(LIMIT).debug_exit, guest.log


def names_in_the_sources():
    """suite.name of every KTEST in the kernel's folders."""
    found = set()
    for name in source_files():
        if name.endswith("_test.c") and not name.startswith("tests/"):
            text = (SRCTREE / name).read_text()
            found |= {f"{suite}.{test}" for suite, test
                      in re.findall(r"^KTEST\((\w+),\s*(\w+)\)", text, re.MULTILINE)
                      if suite not in ELSEWHERE}
    return found


def names_that_passed(log):
    suite, passed = "", set()
    for line in log.splitlines():
        if match := re.match(r"    # Subtest: (\w+)$", line):
            suite = match[1]
        elif match := re.match(r"    ok \d+ (\w+)$", line):
            passed.add(f"{suite}.{match[1]}")
    return passed


@pytest.mark.early
@pytest.mark.parametrize("cc", build.COMPILERS)
def test_every_test_of_the_sources_runs_and_passes(cc):
    kernel = build.kernel("debug_defconfig", cc=cc)
    code, log = run(kernel, "ktest")
    assert "not ok" not in log and "# SKIP" not in log
    assert re.search(r"^# Totals: pass:\d+ fail:0 skip:0 ", log, re.MULTILINE)
    assert code == 0
    assert names_that_passed(log) == names_in_the_sources()
    undefined = re.findall(r"ubsan: (\S+):\d+:\d+: ", log)
    assert undefined and all(place.endswith("kernel/ubsan_test.c") for place in undefined)


@pytest.mark.parametrize("suite", ELSEWHERE)
def test_suites_of_other_configurations_pass(suite):
    kernel = build.kernel(fragments=["ktest.config"], symbols=ELSEWHERE[suite])
    code, log = run(kernel, f"ktest={suite}")
    assert code == 0 and re.findall(r"# Subtest: (\w+)", log) == [suite]


@pytest.fixture(name="kernel", scope="module")
def ktest_kernel():
    return build.kernel(fragments=["ktest.config"])


def test_pattern_selects_suites_and_tests(kernel):
    code, log = run(kernel, "ktest=r*g")
    assert code == 0 and re.findall(r"# Subtest: (\w+)", log) == ["ring"]
    code, log = run(kernel, "ktest=string.strs*")
    assert code == 0
    assert names_that_passed(log) == {"string.strscpy_terminates_and_reports_a_cut",
                                      "string.strstarts_wants_the_whole_prefix"}


def test_pattern_without_a_match_fails(kernel):
    code, log = run(kernel, "ktest=nonsense")
    assert code == 1 and "# Totals: pass:0 fail:0 skip:0 total:0" in log


@pytest.mark.parametrize("word", ["ktest=", "ktest=" + 64 * "x"])
def test_pattern_empty_or_too_long_is_reported_and_runs_nothing(kernel, word):
    with qemu.boot(kernel.image, cmdline=word) as guest:
        guest.expect(qemu.PROMPT)
        assert re.search(rf"command line: .*{word[:6]}", guest.log.split("KTAP")[0])
        assert "KTAP" not in guest.log


def test_nothing_runs_unasked(kernel):
    with qemu.boot(kernel.image) as guest:
        guest.expect(qemu.PROMPT)
        assert "KTAP" not in guest.log
