# SPDX-License-Identifier: GPL-2.0-only
"""
Malformed ELF files are refused, or their program is killed; the system goes on, and
has lost nothing.
"""

import re

import elf_corpus

from harness import build, programs, qemu
from harness.paths import SLOWNESS, SRCTREE

LIMIT = 240 * SLOWNESS
LEAST = 200
LOST_MAX = 400  # KB; a page each time would be more

# Once to have in memory what stays there, then again.
SCRIPT = """
exec_each /corpus/*
grep MemFree /proc/meminfo
exec_each /corpus/*
grep MemFree /proc/meminfo
nothing; echo "status $?"
"""


def test_malformed_programs_do_no_harm(tmp_path):
    nothing = programs.compile_c("nothing", [SRCTREE / "usr/tests/nothing.c"])
    each = programs.compile_c("exec_each", [SRCTREE / "usr/tests/exec_each.c"])
    files = {"bin/nothing": nothing, "bin/exec_each": each}
    for number, (_, content) in enumerate(elf_corpus.files(nothing.read_bytes())):
        path = tmp_path / f"{number:03}"
        path.write_bytes(content)
        files[f"corpus/{path.name}"] = path
    count = len(files) - 2
    assert count >= LEAST
    archive = programs.pack(tmp_path, SCRIPT, files)
    with qemu.boot(build.kernel().image, initrd=archive, cmdline=programs.CMDLINE,
                   mem="256M", limit=LIMIT) as guest:
        printed = programs.output(guest, LIMIT)
        assert "Call trace" not in guest.log
    results = [tuple(map(int, found)) for found in
               re.findall(r"refused (\d+) killed (\d+) exited (\d+)", printed)]
    free = [int(found) for found in re.findall(r"MemFree: +(\d+)", printed)]
    assert len(results) == 2 and results[0] == results[1]
    refused, killed, exited = results[0]
    assert refused + killed + exited == count
    assert refused > LEAST // 2 and killed and exited
    assert free[1] > free[0] - LOST_MAX, printed
    assert printed.endswith("status 0\n")
