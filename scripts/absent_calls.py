#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
absent_calls.py: the page that lists the system calls of Linux which are not in
kernel/proc/syscalls.list. Run it when the list has changed:

    scripts/absent_calls.py > Documentation/system-calls-absent.md
"""

from pathlib import Path

import syscalls

NAMES = "scripts/linux_calls.txt"
PAGE = "Documentation/system-calls-absent.md"

_HEAD = """<!-- SPDX-License-Identifier: GPL-2.0-only -->
# System calls that are absent

Linux has {linux} system calls on x86_64, of which {present} are here; these {absent} are not. They
fail with `ENOSYS`, as all numbers do that nobody has, and a program that asks for one
is named once in the log. Made by `scripts/absent_calls.py` from
[the list](system-calls.md#the-list).

| number | name |
|---:|---|
"""


def linux_calls(text: str) -> dict[int, str]:
    """Names by number."""
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {int(number): name for number, name in rows}


def page(calls: list[syscalls.Call], names: str) -> str:
    """The page, for a parsed list and the text of NAMES."""
    linux = linux_calls(names)
    present = {call.number for call in calls}
    absent = [number for number in sorted(linux) if number not in present]
    head = _HEAD.format(linux=len(linux), present=len(linux) - len(absent), absent=len(absent))
    return head + "".join(f"| {number} | `{linux[number]}` |\n" for number in absent)


def main() -> None:
    tree = Path(__file__).resolve().parents[1]
    print(page(syscalls.parse((tree / syscalls.LIST).read_text()), (tree / NAMES).read_text()),
          end="")


if __name__ == "__main__":
    main()
