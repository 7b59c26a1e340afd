# SPDX-License-Identifier: GPL-2.0-only
"""The parsers of boot loaders' information, before good, bad and random data."""

import re

import pytest

from host_build import build_program, run_program

BOOT = "arch/x86_64/boot/"
COMMON = ["tests/host/boot/loader_memory.c", "tests/host/boot/boot_info_text.c",
          "tests/host/boot/mutation.c"]
PROTOCOLS = {
    "multiboot2": ["tests/host/boot/multiboot2_data.c", "tests/host/boot/multiboot2_test.c"],
    "pvh": ["tests/host/boot/pvh_test.c"],
}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_parser(protocol):
    kernel = [f"{BOOT}boot_info.c", f"{BOOT}{protocol}.c", "kernel/boot_memory.c"]
    program = build_program(f"boot_{protocol}", kernel=kernel,
                            host=[*COMMON, *PROTOCOLS[protocol]])
    done = run_program(program)
    report = done.stdout + done.stderr
    assert done.returncode == 0 and not done.stderr, report
    totals = re.search(r"^# Totals: pass:(\d+) fail:0 skip:0", done.stdout, re.MULTILINE)
    assert totals and int(totals[1]) > 8, report
