# SPDX-License-Identifier: GPL-2.0-only
"""Random calls: the kernel's functions against the C library's."""

import pytest

from harness import seed
from harness.paths import LONG
from host_build import build_program, run_program

ROUNDS = {"printf_fuzz": 200_000, "string_fuzz": 10_000}


@pytest.mark.parametrize("name", ROUNDS)
def test_same_as_the_c_library(name):
    program = build_program(name, host=[f"tests/host/{name}.c"])
    rounds = ROUNDS[name] * (15 if LONG else 1)
    done = run_program(program, str(seed.number(name)), str(rounds))
    assert done.returncode == 0, done.stdout + done.stderr
