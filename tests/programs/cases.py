# SPDX-License-Identifier: GPL-2.0-only
"""What is run on Exo-OS and on Linux, and must print the same."""

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Mapping

from harness import programs
from harness.paths import SLOWNESS, SRCTREE

MEMORY = "256M"
LIMIT = 240 * SLOWNESS


@dataclass(frozen=True)
class Case:
    """Shell lines, what they need, and what Linux printed."""

    script: str
    files: Callable[[], Mapping[str, Path]]
    table: Path
    cpus: tuple[str, ...] = ("qemu64",)


def abi_files() -> dict[str, Path]:
    sources = sorted((SRCTREE / "usr/abi").glob("*.[ch]"))
    return {"bin/abi": programs.compile_c("abi", sources)}


def greedy_files() -> dict[str, Path]:
    return {f"bin/{name}": programs.compile_c(name, [SRCTREE / f"usr/tests/{name}.c"])
            for name in ("crowd", "fork_bomb", "greedy", "memory_hog", "nothing", "spawn")}


def family_files() -> dict[str, Path]:
    header = SRCTREE / "usr/tests/family.h"
    return {f"bin/{name}": programs.compile_c(name, [SRCTREE / f"usr/tests/{name}.c", header])
            for name in ("allowance", "family", "threads")}


def socket_files() -> dict[str, Path]:
    headers = [SRCTREE / f"usr/tests/{name}.h" for name in ("family", "victim")]
    return {f"bin/{name}": programs.compile_c(name, [SRCTREE / f"usr/tests/{name}.c", *headers])
            for name in ("socket_crowd", "socket_peers")}


def proc_files() -> dict[str, Path]:
    return {"proc.sh": SRCTREE / "tests/programs/proc.sh",
            "bin/as_user": programs.compile_c("as_user", [SRCTREE / "usr/tests/as_user.c"])}


def clocks_files() -> dict[str, Path]:
    return {"bin/clocks": programs.compile_c("clocks", [SRCTREE / "usr/tests/clocks.c"])}


def jobs_files() -> dict[str, Path]:
    sources = sorted((SRCTREE / "usr/tests/jobs").glob("*.[ch]"))
    return {"bin/jobs": programs.compile_c("jobs", sources)}


def signal_files() -> dict[str, Path]:
    sources = sorted((SRCTREE / "usr/tests/signals").glob("*.[ch]"))
    return {"bin/signals": programs.compile_c("signals", sources)}


def script_files() -> dict[str, Path]:
    return {"bin/bash": programs.BASH, "script.sh": SRCTREE / "tests/programs/script.sh"}


MUSL = Path("/usr/lib/x86_64-linux-musl/libc.so")
MUSL_PIE_START = "/usr/lib/x86_64-linux-musl/rcrt1.o"
PIE = ("-fPIE", "-static", "-nostartfiles", "-Wl,-pie,--no-dynamic-linker", "-Os", MUSL_PIE_START)


def exec_files() -> dict[str, Path]:
    show, attempt = (SRCTREE / f"usr/tests/exec_{name}.c" for name in ("show", "try"))
    return {"bin/exec_show": programs.compile_c("exec_show", [show]),
            "bin/exec_try": programs.compile_c("exec_try", [attempt]),
            "bin/exec_show_pie": programs.compile_c("exec_show_pie", [show], PIE),
            "bin/exec_show_dynamic": programs.compile_c("exec_show_dynamic", [show], ("-Os",)),
            "bin/musl": MUSL,
            "exec.sh": SRCTREE / "tests/programs/exec.sh"}


# Whoever wants too much is told so, or killed, and the shell goes on.
GREEDY = """
spawn 100 /bin/nothing
crowd 200
fork_bomb 50; echo "status $?"
greedy; echo "status $?"
memory_hog; echo "status $?"
echo "the shell goes on"
"""

CASES = {
    "abi": Case("/bin/abi", abi_files, SRCTREE / "usr/abi/linux.txt"),
    "script": Case("bash /script.sh 2>&1; echo \"status $?\"", script_files,
                   SRCTREE / "tests/programs/script.txt"),
    "family": Case("/bin/family; /bin/allowance; /bin/threads", family_files,
                   SRCTREE / "tests/programs/family.txt"),
    "sockets": Case("/bin/socket_peers; /bin/socket_crowd", socket_files,
                    SRCTREE / "tests/programs/sockets.txt"),
    "jobs": Case("/bin/jobs", jobs_files, SRCTREE / "tests/programs/jobs.txt"),
    "exec": Case("sh /exec.sh 2>&1", exec_files, SRCTREE / "tests/programs/exec.txt"),
    "proc": Case("sh /proc.sh 2>&1", proc_files, SRCTREE / "tests/programs/proc.txt"),
    "clocks": Case("clocks; grep -o '[[]v[a-z]*]' /proc/self/maps | sort", clocks_files,
                   SRCTREE / "tests/programs/clocks.txt"),
    "signals": Case("signals; echo \"status $?\"", signal_files,
                    SRCTREE / "tests/programs/signals.txt", cpus=("qemu64", "max")),
    "greedy": Case(GREEDY, greedy_files, SRCTREE / "tests/programs/greedy.txt"),
}
