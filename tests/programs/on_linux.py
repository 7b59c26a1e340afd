#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
tests/programs/on_linux.py KERNEL [NAME...]: renew what Linux answers, usr/abi/linux.txt
and tests/programs/script.txt, by a kernel image of Linux, as Debian's
linux-image-cloud-amd64 has it in /boot (make abi-table LINUX=KERNEL).
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from harness import programs, qemu  # noqa: E402  (the path must be set first)

sys.path.insert(0, str(Path(__file__).resolve().parent))

import cases  # noqa: E402

CMDLINE = "console=ttyS0 quiet loglevel=1 panic=-1 mitigations=off rdinit=/bin/sh -- /init"


def answer(kernel: Path, case: cases.Case) -> str:
    """What @case prints on Linux."""
    with tempfile.TemporaryDirectory() as folder:
        archive = programs.pack(Path(folder), case.script, case.files())
        with qemu.boot(kernel, initrd=archive, cmdline=CMDLINE, mem=cases.MEMORY,
                       limit=cases.LIMIT) as guest:
            return programs.output(guest, cases.LIMIT)


def main(arguments: list[str]) -> int:
    if not arguments or not Path(arguments[0]).is_file():
        print("usage: make abi-table LINUX=KERNEL-IMAGE", file=sys.stderr)
        return 1
    for name, case in cases.CASES.items():
        if name in arguments[1:] or len(arguments) == 1:
            case.table.write_text(answer(Path(arguments[0]), case))
            print(case.table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
