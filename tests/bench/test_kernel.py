# SPDX-License-Identifier: GPL-2.0-only
"""Benchmarks from the command line and from the monitor."""

import re

import pytest

import measure
from harness import build, qemu


@pytest.fixture(name="kernel", scope="module")
def bench_kernel():
    return build.kernel(measure.CONFIG)


def run(kernel, cmdline):
    """The code given to QEMU and the names of the rows."""
    with qemu.boot(kernel.image, cmdline=cmdline, mem=measure.MEMORY) as guest:
        code = guest.wait_exit(measure.LIMIT).debug_exit
        return code, re.findall(r"^bench: (\w+\.\S+) +\d+ .*ticks", guest.log, re.MULTILINE)


def test_pattern_selects_suites_and_benchmarks(kernel):
    code, rows = run(kernel, "bench=l*t")
    assert code == 0 and rows and {row.split(".")[0] for row in rows} == {"list"}
    assert run(kernel, "bench=list.rotate") == (0, ["list.rotate[2]", "list.rotate[100]"])


def test_without_pattern_all_run_in_order(kernel):
    code, rows = run(kernel, "bench")
    names = [row.split("[")[0] for row in rows]
    assert code == 0 and names == sorted(names) and len(set(rows)) == len(rows)


def test_pattern_without_a_match_fails(kernel):
    assert run(kernel, "bench=nonsense") == (1, [])


@pytest.mark.parametrize("word", ["bench=", "bench=" + 64 * "x"])
def test_pattern_empty_or_too_long_is_reported_and_runs_nothing(kernel, word):
    with qemu.boot(kernel.image, cmdline=word) as guest:
        guest.expect(qemu.PROMPT)
        assert re.search(rf"command line: .*{word[:6]}", guest.log)
        assert "bench: " not in guest.log


def test_monitor_runs_them_and_lives_on(kernel):
    with qemu.boot(kernel.image) as guest:
        guest.expect(qemu.PROMPT)
        assert re.search(r"^bench: list\.walk\[100\] +\d+", guest.command("bench list.walk"), re.M)
        assert "no such thing" in guest.command("bench nonsense")
        assert "usage: bench [PATTERN]" in guest.command("bench a b")


@pytest.mark.early
def test_what_cannot_be_set_up_is_an_error_beside_the_other_rows():
    without_pic = build.kernel(measure.CONFIG,
                               symbols={"PIC_8259": False, "LOCAL_APIC": False})
    with qemu.boot(without_pic.image, cmdline="bench=*r*") as guest:
        assert guest.wait_exit(measure.LIMIT).debug_exit == 1
        assert re.search(r"^bench: irq\.round_trip +error 19$", guest.log, re.M)
        assert re.search(r"^bench: printk\.to_the_log +\d+ ", guest.log, re.M)
        assert re.search(r"^bench: \d+ rows, 1 errors$", guest.log, re.M)
