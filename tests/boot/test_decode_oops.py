# SPDX-License-Identifier: GPL-2.0-only
"""Reports without symbols, and the tools that bring the symbols back."""

import re
import subprocess

import pytest

from harness import build, qemu
from harness.paths import SRCTREE

DECODE = SRCTREE / "scripts/decode-oops"
GDB_HELPERS = SRCTREE / "scripts/gdb/exo.py"

BARE = {"KALLSYMS": "n", "DEBUG_INFO": "y"}


@pytest.fixture(name="kernel", scope="module")
def build_kernel():
    return build.kernel(symbols=BARE)


@pytest.fixture(name="report", scope="module")
def make_report(kernel):
    with qemu.boot(kernel.image, cmdline="panic=exit") as guest:
        guest.expect(qemu.PROMPT)
        guest.send("fault page-write\n")
        guest.wait_exit()
        return guest.log


def decode(elf, report, *arguments):
    return subprocess.run([DECODE, "-e", elf, *arguments], input=report, capture_output=True,
                          text=True, check=False)


def test_without_kallsyms_a_report_has_plain_addresses(report):
    assert re.search(r"RIP: \[<ffffffff8[0-9a-f]{7}>\]$", report, re.M)
    trace = report.split("Call trace:\n")[1].split("Kernel panic")[0]
    assert len(re.findall(r"  \[<ffffffff8[0-9a-f]{7}>\]", trace)) >= 5
    assert "start_kernel" not in report


def test_decoded_report_names_functions_and_lines(kernel, report):
    decoded = decode(kernel.elf, report)
    assert decoded.returncode == 0, decoded.stderr
    after_rip = decoded.stdout.split("RIP: ")[1].splitlines()[1]
    assert re.fullmatch(r"    raise_page_write at arch/x86_64/kernel/fault_kinds\.c:\d+", after_rip)
    functions = re.findall(r"^    (?:inlined into )?(\w+) at (\S+):\d+$", decoded.stdout, re.M)
    for wanted in (("cmd_fault", "kernel/kmon/commands/fault.c"),
                   ("kmon_run", "kernel/kmon/kmon.c"), ("start_kernel", "init/main.c")):
        assert wanted in functions
    assert "    the instruction: movl $0x1,(%rax)" in decoded.stdout
    kept = [line for line in decoded.stdout.splitlines() if not line.startswith("    ")]
    assert kept == [line for line in report.splitlines() if not line.startswith("    ")]


def test_line_is_that_of_the_write(kernel, report):
    line = re.search(r"fault_kinds\.c:(\d+)", decode(kernel.elf, report).stdout)[1]
    source = (SRCTREE / "arch/x86_64/kernel/fault_kinds.c").read_text().splitlines()
    assert "= 1;" in source[int(line) - 1]


def test_without_debug_information_functions_are_still_named(report):
    """The symbols of another kernel, but the address is of a known function of it."""
    kernel = build.kernel()
    address = kernel.symbols["start_kernel"] + 0x12
    decoded = decode(kernel.elf, f"  [<{address:016x}>]\n")
    assert decoded.stdout == f"  [<{address:016x}>]\n    start_kernel+0x12\n"
    named = f"  start_kernel+0x12/0x99 [<{address:016x}>]\n"
    assert decode(kernel.elf, named).stdout == named


def test_report_is_read_from_a_file_too(kernel, report, tmp_path):
    path = tmp_path / "report"
    path.write_text(report)
    assert decode(kernel.elf, "", str(path)).stdout == decode(kernel.elf, report).stdout


@pytest.mark.parametrize("text", ["", "no addresses\n", "[<0000000000000008>]\n",
                                  "[<ffffffffffffffff>]\n", "[<zz>] Code: <> 0f\n",
                                  "Code: 00 11 22\n", "Code: <06>\n"])
def test_other_text_passes_unharmed(kernel, text):
    decoded = decode(kernel.elf, text)
    assert decoded.returncode == 0, decoded.stderr
    assert decoded.stdout.startswith(text)


def test_missing_kernel_is_said(tmp_path):
    decoded = decode(tmp_path / "exo.elf", "")
    assert decoded.returncode == 2
    assert "there is no" in decoded.stderr and "-e" in decoded.stderr


@pytest.mark.parametrize("typed, thread, outermost", [
    ("", "0, idle", r"thread_begin.* kernel/sched/thread\.c:\d+\n.* thread_entry \+ \d+"),
    ("hang\n", "2, main", r"start_kernel.* init/main\.c:\d+\n.* boot_main .*\n.*"),
], ids=["idle thread", "boot stack"])
def test_gdb_helpers(kernel, tmp_path, typed, thread, outermost):
    """In an interrupt: the log, this processor, and a trace through the trap."""
    stub = tmp_path / "gdb"
    with qemu.boot(kernel.image, cmdline="nohz=off",
                   extra=["-gdb", f"unix:{stub},server=on,wait=off"]) as guest:
        guest.expect(qemu.PROMPT)
        guest.wait_halted()
        guest.send(typed)
        guest.expect(typed)
        script = [f"target remote {stub}", "break clock_event_interrupt", "continue", "exo-log",
                  "exo-log 1", "exo-cpu", "exo-bt", "exo-bt 8"]
        done = subprocess.run(
            ["gdb", "-batch", "-nx", "-x", GDB_HELPERS, kernel.elf,
             *(word for line in script for word in ("-ex", line))],
            capture_output=True, text=True, check=False, timeout=120)
        log = [line for line in guest.log.splitlines() if line.startswith("[")]
    assert done.returncode == 0, done.stderr
    for line in log:
        assert line in done.stdout
    assert re.search(r"struct cpu at 0xf.*<boot_cpu>.*preempt_count = .*id = 0, ", done.stdout)
    assert f"\nruns thread {thread}\n" in done.stdout
    assert re.search(r"cr3 0x\w+ .*efer 0x\w+\ninterrupts off", done.stdout)
    assert re.search(r"clock_event_interrupt.* kernel/tick\.c:\d+\n(.*\n)*.*<-- vector 253\n"
                     rf"(.*\n)*.*{outermost}\n\(nothing", done.stdout), done.stdout
    assert "(nothing at frame pointer 0x8)" in done.stdout
