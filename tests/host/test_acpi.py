# SPDX-License-Identifier: GPL-2.0-only
"""The reader of ACPI tables, before good, bad and random firmware."""

import re

from host_build import build_program, run_program

ACPI = "drivers/acpi/"


def test_reader():
    kernel = [f"{ACPI}{name}.c" for name in ("rsdp", "table_list", "madt", "fadt", "s5")]
    host = [f"tests/host/{name}.c" for name in ("acpi/acpi_test", "acpi/firmware",
                                                "boot/loader_memory", "boot/mutation")]
    done = run_program(build_program("acpi", kernel=kernel, host=host))
    report = done.stdout + done.stderr
    assert done.returncode == 0 and not done.stderr, report
    totals = re.search(r"^# Totals: pass:(\d+) fail:0 skip:0", done.stdout, re.MULTILINE)
    assert totals and int(totals[1]) > 16, report
