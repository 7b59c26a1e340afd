# SPDX-License-Identifier: GPL-2.0-only
"""Registers of programs that take turns are each one's own: usr/tests/registers.c."""

import pytest

from harness import build, programs, qemu
from harness.paths import SRCTREE

CALLS = 20_000

# With XSAVEOPT and FSGSBASE; with XSAVE and AVX only; with FXSAVE, and bases by MSR.
CPUS = ("max", "max,-xsaveopt,-fsgsbase", "qemu64")


@pytest.mark.parametrize("cpu", CPUS)
def test_registers_survive_calls_between_two_processes(tmp_path, cpu):
    files = {"bin/registers": programs.compile_c(
        "registers", [SRCTREE / "usr/tests/registers.c"],
        (*programs.CFLAGS, f"-I{SRCTREE}/include"))}
    archive = programs.pack(tmp_path, f"registers {CALLS}", files)
    with qemu.boot(build.kernel().image, initrd=archive, cmdline=programs.CMDLINE,
                   cpu=cpu, mem="64M") as guest:
        assert "registers kept" in programs.output(guest)
