# SPDX-License-Identifier: GPL-2.0-only
"""
Build kernel code as a program of the build machine, under ASan and UBSan.

Kernel sources are compiled as in the kernel (freestanding, its headers only),
host sources against the C library. Where both sides have a function of the
same name, the kernel's is renamed to exo_NAME in its object files: printf and
friends everywhere; the mem* and str* family in lib/string.c and its test only,
so that all other code calls the C library's, which ASan watches.
"""

import contextlib
import fcntl
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Sequence

from harness.paths import SRCTREE, TEST_DIR

HOST_DIR = Path(__file__).resolve().parent

# Linked into every program.
BASE = ("lib/ktest.c", "lib/kstrto.c", "lib/name_pattern.c", "lib/printf.c", "lib/string.c")
RUNNER = "tests/host/runner.c"

PRINTF_NAMES = ("snprintf", "vsnprintf")
STRING_NAMES = ("memcpy", "memmove", "memset", "memcmp", "memchr", "strlen", "strnlen",
                "strcmp", "strncmp", "strchr", "strrchr", "strstr", "strspn", "strcspn")
STRING_SOURCES = ("lib/string.c", "lib/string_test.c")

COMMON = ["-std=gnu11", "-g", "-O1", "-Wall", "-Wextra", "-Werror", "-fno-omit-frame-pointer",
          "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-pie",
          "-D__HOST_TEST__", "-include", "include/exo/kconfig.h", f"-I{HOST_DIR / 'include'}"]
KERNEL_FLAGS = ["-ffreestanding", "-nostdinc", "-Iinclude", "-Iarch/x86_64/include"]
# As system headers ours may redefine the C library's __always_inline.
HOST_FLAGS = ["-isystem", "include"]

Commands = list[list[str | Path]]
Flags = tuple[str, ...]


@dataclass(frozen=True)
class Toolchain:
    """A compiler, and what it is told besides."""

    cc: str = "gcc"
    flags: Flags = ()
    link_flags: Flags = ()


GCC = Toolchain()
# Brings its own main(). No room between globals, which the linker script makes tables of.
LIBFUZZER = Toolchain("clang", ("-fsanitize=fuzzer-no-link", "-mllvm", "-asan-globals=0",
                                "-Dmain=not_main"), ("-fsanitize=fuzzer",))


def build_program(name: str, kernel: Sequence[str] = (), host: Sequence[str] = (),
                  flags: Flags = (), tools: Toolchain = GCC) -> Path:
    """
    Link BASE, the kernel sources and the host sources, which are compiled with
    the flags too. Without a main() among the host sources the program runs the
    self-tests it contains. Safe to call from many processes; objects are shared
    by all programs, and only what a changed source or header may concern is
    built again.
    """
    program = TEST_DIR / "host/programs" / name
    objects = [_compile(_kernel_commands, tools, source) for source in BASE]
    objects += [_compile(_kernel_commands, tools, source, flags)
                for source in dict.fromkeys(kernel) if source not in BASE]
    objects += [_compile(_host_commands, tools, RUNNER)]
    objects += [_compile(_host_commands, tools, source, flags) for source in host]
    with _locked(program):
        newest = max(o.stat().st_mtime for o in objects)
        if not program.exists() or program.stat().st_mtime <= newest:
            program.unlink(missing_ok=True)
            _run([tools.cc, "-no-pie", "-fsanitize=address,undefined", *tools.link_flags,
                  f"-Wl,-T,{HOST_DIR / 'ktests.lds'}", "-o", program, *objects])
    return program


def run_program(program: Path, *arguments: str | Path) -> subprocess.CompletedProcess:
    """Its output as text; a sanitizer's report is in stderr, status not 0."""
    return subprocess.run([program, *arguments], text=True, capture_output=True,
                          errors="replace", timeout=600, check=False)


def _compile(commands: Callable[[Toolchain, str, Path, Flags], Commands], tools: Toolchain,
             source: str, flags: Flags = ()) -> Path:
    """Make the object of a source, by the commands for its side, unless it is fresh."""
    flags += tools.flags
    variant = f"-{zlib.crc32(' '.join(flags).encode()):08x}" if flags else ""
    name = source.replace("/", "-").removesuffix(".c")
    target = TEST_DIR / "host/objects" / f"{name}{variant}.o"
    with _locked(target):
        if not target.exists() or target.stat().st_mtime <= _newest_input(source):
            target.unlink(missing_ok=True)
            unfinished = target.with_suffix(".tmp")
            for command in commands(tools, source, unfinished, flags):
                _run(command)
            unfinished.rename(target)
    return target


def _kernel_commands(tools: Toolchain, source: str, target: Path, flags: Flags) -> Commands:
    headers = subprocess.run([tools.cc, "-print-file-name=include"], text=True,
                             capture_output=True, check=True).stdout.strip()
    names = PRINTF_NAMES + (STRING_NAMES if source in STRING_SOURCES else ())
    return [[tools.cc, *COMMON, *flags, *KERNEL_FLAGS, "-isystem", headers, "-c", source,
             "-o", target],
            ["objcopy", *(f"--redefine-sym={n}=exo_{n}" for n in names), target]]


def _host_commands(tools: Toolchain, source: str, target: Path, flags: Flags) -> Commands:
    return [[tools.cc, *COMMON, *flags, *HOST_FLAGS, "-c", source, "-o", target]]


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path.parent / f".{path.name}.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _newest_input(source: str) -> float:
    """When the source, a header it may include or this file was last changed."""
    inputs = [SRCTREE / source, Path(__file__), *(SRCTREE / source).parent.glob("*.h")]
    for tree in ("include/exo", "include/uapi", "arch/x86_64/include", "tests/host"):
        inputs += (SRCTREE / tree).rglob("*.h")
    return max(i.stat().st_mtime for i in inputs)


def _run(command: Sequence[str | Path]) -> None:
    done = subprocess.run(command, cwd=SRCTREE, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 0, done.stdout
