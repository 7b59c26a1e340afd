#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
syscall_trace.py SRCTREE: what kernel/proc/syscall_trace.c knows of system calls, as C: the
name of each, a letter for each argument, and the names of errors. All of it is said
elsewhere: in the list, in the prototypes of the handlers, in <uapi/errno.h>.
"""

import re
import sys
from pathlib import Path

import syscalls

ERRORS = "include/uapi/errno.h"

# Calls that do not return, or not to the registers they came with.
TELL_BEFORE = {"exit", "exit_group", "execve", "execveat", "rt_sigreturn"}

# Pointers to char that are not strings.
BUFFERS = {"buffer", "bytes", "to"}

_PROTOTYPE = re.compile(r"\blong (sys_\w+)\(([^)]*)\)")
_ERROR = re.compile(r"^#define (E\w+)\s+(\d+)$", re.MULTILINE)


def kind(parameter: str) -> str:
    """The letter for one parameter of a prototype."""
    name = re.findall(r"\w+", parameter)[-1]
    if "*" in parameter:
        is_text = re.fullmatch(r"const char __user \*\w+", parameter)
        return "s" if is_text and name not in BUFFERS else "p"
    if re.match(r"(int|s32) ", parameter):
        return "x" if name in ("flags", "operation") else "d"
    if re.match(r"(size_t|s64|long|ssize_t) ", parameter):
        return "u"
    if re.match(r"(unsigned long|u64) ", parameter):
        return "p"
    return "x"


def kinds(parameters: str) -> str:
    """The letters of a prototype's parameters."""
    words = " ".join(parameters.split())
    return "" if words == "void" else "".join(kind(part.strip()) for part in words.split(","))


def render(calls: list[syscalls.Call], prototypes: str, errors: str) -> str:
    """The C source."""
    arguments = {handler: kinds(parameters)
                 for handler, parameters in _PROTOTYPE.findall(prototypes)}
    lines = ["// SPDX-License-Identifier: GPL-2.0-only",
             "static const struct traced_call traced_calls[] = {"]
    for call in calls:
        before = "true" if call.name in TELL_BEFORE else "false"
        lines.append(f'\t{{{call.number}, {before}, "{call.name}", '
                     f'"{arguments.get(call.handler, "")}"}},')
    lines += ["};", "", "static const char *const error_names[] = {"]
    lines += [f'\t[{number}] = "{name}",' for name, number in _ERROR.findall(errors)]
    return "\n".join(lines) + "\n};\n"


def main() -> int:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    tree = Path(sys.argv[1])
    try:
        calls = syscalls.parse((tree / syscalls.LIST).read_text())
    except syscalls.ListError as error:
        sys.exit(f"{syscalls.LIST}:{error.line}: {error}")
    prototypes = "".join((tree / header).read_text() for header in syscalls.PROTOTYPES)
    print(render(calls, prototypes, (tree / ERRORS).read_text()), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
