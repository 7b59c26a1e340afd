# SPDX-License-Identifier: GPL-2.0-only
"""Programs that ran on Linux print the same here; cases.py says what and where."""

import difflib

import cases
import pytest

from harness import build, programs, qemu


def differences(expected: str, got: str) -> str:
    """Lines of Linux with -, of Exo-OS with +, each under the heading it is below."""
    lines = difflib.unified_diff(expected.splitlines(), got.splitlines(), "Linux", "Exo-OS",
                                 n=2, lineterm="")
    return "\n".join(lines)


@pytest.mark.parametrize("name, cpu", [(name, cpu) for name, case in cases.CASES.items()
                                       for cpu in case.cpus])
def test_what_linux_printed_is_printed(name, cpu, tmp_path):
    case = cases.CASES[name]
    archive = programs.pack(tmp_path, case.script, case.files())
    kernel = build.kernel()
    with qemu.boot(kernel.image, initrd=archive, cmdline=programs.SILENT, cpu=cpu,
                   mem=cases.MEMORY, icount=qemu.GUEST_TIME, limit=cases.LIMIT) as guest:
        printed = programs.output(guest, cases.LIMIT)
    if printed != case.table.read_text():
        pytest.fail(differences(case.table.read_text(), printed), pytrace=False)
