# SPDX-License-Identifier: GPL-2.0-only
"""Every system call there is has a line in the table of what Linux answers."""

import re

from harness.paths import SRCTREE

OURS = 500  # numbers from here on are not Linux's

# Reached by what the C library does for other lines.
BY_LIBRARY = {"rt_sigreturn", "vfork"}


def calls() -> set[str]:
    lines = (SRCTREE / "kernel/proc/syscalls.list").read_text().splitlines()
    found = [line.split() for line in lines if line and line[0].isdigit()]
    return {name for number, name, *_ in found if int(number) < OURS}


def asked_for() -> set[str]:
    text = "".join(path.read_text() for path in (SRCTREE / "usr/abi").glob("*.c"))
    return set(re.findall(r"\b(?:SHOW(?:_SIGN)?\(|SYS_)(\w+)", text))


def test_every_call_is_asked_for():
    assert calls() - asked_for() - BY_LIBRARY == set(), "add lines for these to usr/abi"
