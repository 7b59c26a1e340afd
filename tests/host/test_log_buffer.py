# SPDX-License-Identifier: GPL-2.0-only
"""The log stays whole when an NMI stores messages between any two instructions."""

import re

import pytest

from host_build import build_program, run_program


@pytest.mark.parametrize("case", ["store", "store-flood", "read", "read-flood"])
def test_interrupted_log_stays_whole(case):
    program = build_program("log_interruption", kernel=["kernel/log_buffer.c"],
                            host=["tests/host/drivers/log_interruption.c"])
    done = run_program(program, case)
    assert done.returncode == 0, done.stdout + done.stderr
    places = re.search(r"interrupted at (\d+) places", done.stdout)
    assert places and int(places[1]) > 20, done.stdout
