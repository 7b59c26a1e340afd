# SPDX-License-Identifier: GPL-2.0-only
"""Profiles name the functions that execute, and miss no instruction."""

import pytest

import block_trace
import compare
import profile_row
from harness import build

START, KERNEL, END = 0x401000, 0xffffffff80101000, 0x402000

LOG = f"""\
----------------
IN: run_row
0x00401000:  0f ae e8                 lfence
0x00401003:  0f 31                    rdtsc

Trace 0: 0x7f01 [00000000/{START:016x}/0040c0b3/ff000000] run_row
IN: sys_call
0x{KERNEL:x}:  48 c7 05 f4 6f 01 00 2a  movq     $0x2a, 0x16ff4(%rip)
0x{KERNEL + 8:x}:  00 00 00
0x{KERNEL + 11:x}:  0f 31                    rdtsc

Trace 0: 0x7f02 [00000000/{KERNEL:x}/0040c0b0/ff000000] sys_call
Trace 0: 0x7f02 [00000000/{KERNEL:x}/0040c0b0/ff000000] sys_call
IN: run_row
0x00402000:  0f 31                    rdtsc

Trace 0: 0x7f03 [00000000/{END:016x}/0040c0b3/ff000000] run_row
Trace 0: 0x7f02 [00000000/{KERNEL:x}/0040c0b0/ff000000] sys_call
"""


def executed(log):
    interval = block_trace.last_interval(log.splitlines(), lambda address: address < KERNEL)
    return {block.address: (block.size, times) for block, times in interval.items()}


def test_what_is_between_two_readings_is_counted():
    assert executed(LOG) == {KERNEL: (2, 2), END: (1, 1)}


def test_the_last_of_several_intervals_counts():
    again = (f"Trace 0: 0x7f01 [0/{START:016x}/0/0] run_row\n"
             f"Trace 0: 0x7f03 [0/{END:016x}/0/0] run_row\n")
    assert executed(LOG + again) == {END: (1, 1)}


def test_an_address_of_another_program_is_another_block():
    other = LOG.replace("IN: run_row\n0x00402000", f"""\
IN: main
0x{KERNEL:x}:  90                       nop

Trace 0: 0x7f04 [0/{KERNEL:x}/0/0] main
IN: run_row
0x00402000""")
    interval = block_trace.last_interval(other.splitlines(), lambda address: address < KERNEL)
    assert sorted((block.size, times) for block, times in interval.items()) == [
        (1, 1), (1, 1), (2, 2)]


def test_a_profile_names_functions_and_sums_up_to_what_is_measured():
    found = profile_row.profile(build.kernel(compare.CONFIG), "getppid")
    assert found.total == pytest.approx(found.measured, rel=0.03)
    assert {name for name, calls in found.calls.items() if calls == 1} == {
        "syscall_entry", "sys_getppid"}
    assert "run_getppid (bench)" in found.instructions


def test_a_report_shows_the_largest_and_sums_up_the_rest():
    found = profile_row.Profile("row", 10.0, {"a": 6.0, "b": 3.0, "c": 1.0},
                                {"a": 1.0, "b": 2.0, "c": 0.0})
    assert [line.split() for line in profile_row.report(found, 1).splitlines()] == [
        ["row:", "10.0", "instructions", "an", "operation,", "measured", "10.0"], [],
        ["instructions", "calls", "function"], ["6.0", "60.0%", "1.00", "a"],
        ["4.0", "40.0%", "2", "more", "(TOP=1)"]]
