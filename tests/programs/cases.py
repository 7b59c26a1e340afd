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


def abi_files() -> dict[str, Path]:
    sources = sorted((SRCTREE / "usr/abi").glob("*.[ch]"))
    return {"bin/abi": programs.compile_c("abi", sources)}


def greedy_files() -> dict[str, Path]:
    return {f"bin/{name}": programs.compile_c(name, [SRCTREE / f"usr/tests/{name}.c"])
            for name in ("crowd", "fork_bomb", "greedy", "memory_hog", "nothing", "spawn")}


def family_files() -> dict[str, Path]:
    return {f"bin/{name}": programs.compile_c(name, [SRCTREE / f"usr/tests/{name}.c"])
            for name in ("family", "threads")}


def script_files() -> dict[str, Path]:
    return {"bin/bash": programs.BASH, "script.sh": SRCTREE / "tests/programs/script.sh"}


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
    "family": Case("/bin/family; /bin/threads", family_files,
                   SRCTREE / "tests/programs/family.txt"),
    "greedy": Case(GREEDY, greedy_files, SRCTREE / "tests/programs/greedy.txt"),
}
