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
from pathlib import Path
from typing import Iterator, Sequence

from harness.paths import SRCTREE, TEST_DIR

HOST_DIR = Path(__file__).resolve().parent

# Linked into every program.
BASE = ("lib/ktest.c", "lib/kstrto.c", "lib/printf.c", "lib/string.c")
RUNNER = "tests/host/runner.c"

PRINTF_NAMES = ("snprintf", "vsnprintf")
STRING_NAMES = ("memcpy", "memmove", "memset", "memcmp", "memchr", "strlen", "strnlen",
                "strcmp", "strncmp", "strchr", "strrchr", "strstr", "strspn", "strcspn")
STRING_SOURCES = ("lib/string.c", "lib/string_test.c")

COMMON = ["-std=gnu11", "-g", "-O1", "-Wall", "-Wextra", "-Werror", "-fno-omit-frame-pointer",
          "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-pie",
          "-include", "include/exo/kconfig.h", f"-I{HOST_DIR / 'include'}"]
KERNEL_FLAGS = ["-ffreestanding", "-nostdinc", "-Iinclude", "-Iarch/x86_64/include"]
# As system headers ours may redefine the C library's __always_inline.
HOST_FLAGS = ["-isystem", "include"]


def build_program(name: str, kernel: Sequence[str] = (), host: Sequence[str] = ()) -> Path:
    """
    Link BASE, the kernel sources and the host sources. Without a main() among
    the host sources the program runs the self-tests it contains. Safe to call
    from many processes; built again only when a source or header changed.
    """
    folder = TEST_DIR / "host" / name
    program = folder / name
    kernel = tuple(dict.fromkeys((*BASE, *kernel)))
    host = (RUNNER, *host)
    with _locked(folder):
        if not program.exists() or program.stat().st_mtime < _newest_input(kernel + host):
            program.unlink(missing_ok=True)
            objects = [_compile_kernel(folder, s) for s in kernel]
            objects += [_compile_host(folder, s) for s in host]
            _run(["gcc", "-no-pie", "-fsanitize=address,undefined",
                  f"-Wl,-T,{HOST_DIR / 'ktests.lds'}", "-o", program, *objects])
    return program


def run_program(program: Path, *arguments: str | Path) -> subprocess.CompletedProcess:
    """Its output as text; a sanitizer's report is in stderr, status not 0."""
    return subprocess.run([program, *arguments], text=True, capture_output=True,
                          errors="replace", timeout=600, check=False)


def _compile_kernel(folder: Path, source: str) -> Path:
    headers = subprocess.run(["gcc", "-print-file-name=include"], text=True,
                             capture_output=True, check=True).stdout.strip()
    target = _object(folder, source)
    _run(["gcc", *COMMON, *KERNEL_FLAGS, "-isystem", headers, "-c", source, "-o", target])
    names = PRINTF_NAMES + (STRING_NAMES if source in STRING_SOURCES else ())
    _run(["objcopy", *(f"--redefine-sym={n}=exo_{n}" for n in names), target])
    return target


def _compile_host(folder: Path, source: str) -> Path:
    target = _object(folder, source)
    _run(["gcc", *COMMON, *HOST_FLAGS, "-c", source, "-o", target])
    return target


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _newest_input(sources: Sequence[str]) -> float:
    """When the last of the sources, their headers and this folder was changed."""
    inputs = [SRCTREE / s for s in sources]
    for folder in {i.parent for i in inputs}:
        inputs += folder.glob("*.h")
    for tree in ("include/exo", "include/uapi", "arch/x86_64/include", "tests/host"):
        inputs += (SRCTREE / tree).rglob("*.[hcp]*")
    return max(i.stat().st_mtime for i in inputs)


def _object(folder: Path, source: str) -> Path:
    return folder / (source.replace("/", "-").removesuffix(".c") + ".o")


def _run(command: Sequence[str | Path]) -> None:
    done = subprocess.run(command, cwd=SRCTREE, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    assert done.returncode == 0, done.stdout
