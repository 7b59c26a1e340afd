#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
The list of system calls, kernel/proc/syscalls.list, in the forms others want.

    syscalls.py LIST table      for syscall_table.asm: the entries, and NR_name
    syscalls.py LIST numbers    for C: #define __NR_name, <uapi/unistd.h>
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

NUMBERS = 512  # as syscall_entry.asm has it
LIST = "kernel/proc/syscalls.list"
HEADER = "include/uapi/unistd.h"
PROTOTYPES = ("include/exo/syscalls.h", "include/exo/syscalls_ipc.h")  # of the handlers

_LINE = re.compile(r"(?P<number>\d+)\s+(?P<name>[a-z]\w*)\s+(?P<handler>sys_\w+)\s+"
                   r"(?P<symbol>[A-Z]\w*)(?P<flags>(\s+(frame|restart|resume|repeat))*)")


class ListError(Exception):
    """A line of the list is wrong; knows its number."""

    def __init__(self, line: int, message: str):
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Call:
    """One line of the list."""

    line: int
    number: int
    name: str
    handler: str
    symbol: str
    flags: tuple[str, ...]


def parse(text: str) -> list[Call]:
    """All calls, in order; ListError for the first line that makes no sense."""
    calls: list[Call] = []
    names: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            calls.append(_parse_line(number, line))
            _check_order(calls, names)
    return calls


def _parse_line(number: int, line: str) -> Call:
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise ListError(number, "not 'number name handler symbol [flags]'")
    return Call(number, int(match["number"]), match["name"], match["handler"], match["symbol"],
                tuple(match["flags"].split()))


def _check_order(calls: list[Call], names: set[str]) -> None:
    call = calls[-1]
    if call.number >= NUMBERS:
        raise ListError(call.line, f"{call.number} is not below {NUMBERS}")
    if len(calls) > 1 and call.number <= calls[-2].number:
        raise ListError(call.line, f"{call.number} after {calls[-2].number}")
    interruptions = [flag for flag in call.flags if flag != "frame"]
    if len(interruptions) > 1:
        raise ListError(call.line, f"{call.name} cannot both {' and '.join(interruptions)}")
    if call.name in names:
        raise ListError(call.line, f"{call.name} was there before")
    names.add(call.name)


def table(calls: list[Call]) -> str:
    """NASM lines: entries for the macros of syscall_table.asm, between numbers."""
    lines = [f"%define NR_{call.name} {call.number}" for call in calls]
    lines.append("%macro SYSCALL_ENTRIES 0")
    for call in calls:
        kind = "SYSCALL_WITH_FRAME" if "frame" in call.flags else "SYSCALL"
        lines += [f"%ifdef CONFIG_{call.symbol}", f"\t{kind} {call.number}, {call.handler}",
                  "%endif"]
    lines += ["%endmacro", "%macro SYSCALL_INTERRUPTIONS 0"]
    for call in calls:
        lines += [f"\tSYSCALL_INTERRUPTION {call.number}, {flag.upper()}"
                  for flag in call.flags if flag != "frame"]
    lines.append("%endmacro")
    return "; SPDX-License-Identifier: GPL-2.0-only\n" + "\n".join(lines) + "\n"


def numbers(calls: list[Call]) -> str:
    """The C header."""
    lines = [f"#define __NR_{call.name} {call.number}" for call in calls]
    return ("/* SPDX-License-Identifier: GPL-2.0-only */\n"
            "/*\n * Numbers of the system calls. Made by scripts/syscalls.py; do not edit.\n */\n"
            "#ifndef UAPI_UNISTD_H\n#define UAPI_UNISTD_H\n\n/* clang-format off */\n"
            + "\n".join(lines) + "\n\n#endif\n")


def main() -> int:
    forms = {"table": table, "numbers": numbers}
    if len(sys.argv) != 3 or sys.argv[2] not in forms:
        sys.exit(__doc__)
    path = Path(sys.argv[1])
    try:
        print(forms[sys.argv[2]](parse(path.read_text())), end="")
    except ListError as error:
        sys.exit(f"{path}:{error.line}: {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
