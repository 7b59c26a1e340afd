# SPDX-License-Identifier: GPL-2.0-only
"""
Random calls: the kernel's functions against the C library's; and the fuzz targets
with their stored inputs, as they are and changed.
"""

import sys
from pathlib import Path

import pytest

from harness import seed
from harness.paths import LONG
from host_build import build_program, run_program

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))

import fuzz  # noqa: E402  (the path must be set first)

ROUNDS = {"printf_fuzz": 200_000, "string_fuzz": 10_000}


@pytest.mark.parametrize("name", ROUNDS)
def test_same_as_the_c_library(name):
    program = build_program(name, host=[f"tests/host/{name}.c"])
    rounds = ROUNDS[name] * (15 if LONG else 1)
    done = run_program(program, str(seed.number(name)), str(rounds))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", fuzz.TARGETS)
def test_target_holds_for_its_corpus_and_what_is_like_it(name):
    rounds = 6000 * (30 if LONG else 1)
    done = run_program(fuzz.build(name), str(seed.number(name)), str(rounds),
                       *fuzz.corpus(name))
    assert done.returncode == 0 and not done.stderr, done.stdout + done.stderr


def test_an_input_that_fails_is_printed(tmp_path):
    """Of a target that wants no B behind an A."""
    program = build_program("mutate_check", host=["tests/host/fuzz/mutate.c",
                                                  "tests/host/fuzz/mutate_check.c"])
    (tmp_path / "sound").write_bytes(b"B...A")
    done = run_program(program, "1", "0", tmp_path / "sound")
    assert done.returncode == 0 and not done.stderr
    done = run_program(program, "1", "100000", tmp_path / "sound")
    assert done.returncode == 1
    bad = bytes.fromhex(done.stderr.rpartition(": ")[2])
    assert b"AB" in bad
    (tmp_path / "bad").write_bytes(bad)
    assert run_program(program, "1", "0", tmp_path / "bad").returncode == 1
    again = run_program(program, "1", "100000", tmp_path / "sound")
    assert again.stderr == done.stderr, "the same seed has given other inputs"
