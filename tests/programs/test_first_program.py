# SPDX-License-Identifier: GPL-2.0-only
"""Which program is the first, what it is given, and what comes of its end."""

import subprocess
import sys
from pathlib import Path
from typing import Mapping

import pytest

from harness import build, programs, qemu
from harness.paths import SRCTREE

PANIC_EXIT = 2  # include/exo/panic.h: PANIC_EXIT_CODE
BUSYBOX = {"bin/busybox": programs.BUSYBOX}
AREA = r"(?:.*\[(?:heap|stack)\]\n)"
SHELL = "rdinit=/bin/busybox -- sh -c"


def show() -> Path:
    return programs.compile_c("exec_show", [SRCTREE / "usr/tests/exec_show.c"])


def pack(folder: Path, files: Mapping[str, Path]) -> Path:
    """An archive with nothing but @files."""
    folders = sorted({str(parent) for name in files for parent in Path(name).parents} - {"."})
    lines = [f"dir {name} 755 0 0" for name in folders]
    lines += [f"file {name} {path} 755 0 0" for name, path in files.items()]
    (folder / "files").write_text("\n".join(lines) + "\n")
    archive = folder / "archive.cpio"
    subprocess.run([sys.executable, SRCTREE / "scripts/initramfs", "--output", archive,
                    "--source-tree", SRCTREE, "--date", "0", "--", folder / "files"], check=True)
    return archive


def boot(folder: Path, files: Mapping[str, Path], cmdline: str) -> qemu.Guest:
    return qemu.boot(build.kernel().image, initrd=pack(folder, files),
                     cmdline=f"panic=exit {cmdline}")


def test_it_gets_what_the_kernel_does_not_know(tmp_path):
    words = 'A=1 word A=2 TERM=vt100 nonsense. -- --flag x=y loglevel=9 "a b" --'
    with boot(tmp_path, {"init": show()}, words) as guest:
        guest.expect(r'arguments: 8 of 50 bytes "/init" "word" "nonsense." "--flag" "x=y" '
                     r'"loglevel=9" "a b" "--"\n'
                     r'environment: 3 of 22 bytes "HOME=/" "TERM=vt100" "A=2"\n')
        assert guest.wait_exit().debug_exit == 0
        for word in ("A=1", "word", "nonsense."):
            assert f'unknown option "{word}", left to the first program' in guest.log
        assert '"x=y"' not in guest.log.partition("arguments:")[0]


CANDIDATES = ("init", "etc/late", "sbin/init", "etc/init", "bin/init", "bin/sh")


@pytest.mark.parametrize("number", range(len(CANDIDATES)))
def test_the_first_that_is_there_is_run(tmp_path, number):
    files = {name: show() for name in CANDIDATES[number:]}
    with boot(tmp_path, files, "init=/etc/late") as guest:
        guest.expect(f'arguments: 1 of [0-9]+ bytes "/{CANDIDATES[number]}"\n')
        assert guest.wait_exit().debug_exit == 0
        assert ("init=/etc/late: no such file" in guest.log) == (number > 1)


def test_one_that_cannot_be_run_is_named_and_passed_by(tmp_path):
    text = tmp_path / "text"
    text.write_text("no program\n")
    with boot(tmp_path, {"init": text, "sbin/init": show()}, "rdinit=/absent init=/init") as guest:
        guest.expect("init: rdinit=/absent: no such file")
        guest.expect("init: /init cannot be run: error 8")
        guest.expect('arguments: 1 of 11 bytes "/sbin/init"')


def test_without_a_program_the_monitor_is_the_prompt(tmp_path):
    with boot(tmp_path, BUSYBOX, "") as guest:
        guest.expect("init: no program to run: the monitor is the prompt")
        guest.expect(qemu.PROMPT)
        assert guest.command("echo here") == "here"


def test_without_a_program_nor_a_monitor_no_prompt_is_promised():
    with qemu.boot(build.kernel("small_defconfig").image) as guest:
        guest.expect("init: no program to run$")
        guest.wait_halted()


@pytest.mark.parametrize("line,status", [("exit 0", 0), ("exit 3", 0x300), ("exit 255", 0xff00)])
def test_its_end_is_reported_with_its_status(tmp_path, line, status):
    with boot(tmp_path, BUSYBOX, f'{SHELL} "{line}"') as guest:
        guest.expect(rf"Kernel panic: Attempted to kill init! exitcode=0x{status:08x}\n")
        assert guest.wait_exit().debug_exit == (PANIC_EXIT if status else 0)
        assert "Call trace" not in guest.log


GLIBC = ("lib64/ld-linux-x86-64.so.2", "lib/x86_64-linux-gnu/libc.so.6")


@pytest.mark.parametrize("flags,base", [((), 1), (("-static-pie",), 0), (("-static",), 0)])
def test_programs_of_glibc_run(tmp_path, flags, base):
    program = tmp_path / "program"
    subprocess.run(["gcc", "-O1", *flags, "-o", program, SRCTREE / "usr/tests/exec_show.c"],
                   check=True)
    libraries = {name: Path("/", name).resolve() for name in GLIBC}
    with boot(tmp_path, libraries | {"init": program}, "quiet") as guest:
        guest.expect(r"memory: data 5, bss 0, aligned 1, heap behind 1\n")
        guest.expect(f"auxv: headers 1, random 1, entry 1, flags 0, base {base}\n")
        assert guest.wait_exit().debug_exit == 0


def test_addresses_are_random_unless_asked_for_otherwise(tmp_path):
    line = f'{SHELL} "for i in 1 2; do grep -e stack -e heap /proc/self/maps; echo; done"'
    for option, same in (("", False), ("norandmaps", True)):
        with boot(tmp_path, BUSYBOX, f"quiet {option} {line}") as guest:
            found = guest.expect(rf"({AREA}+)\n({AREA}+)\n")
            assert (found[1] == found[2]) == same
