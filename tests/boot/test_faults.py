# SPDX-License-Identifier: GPL-2.0-only
"""Every exception that can be raised is raised, and its report checked."""

import re
from dataclasses import dataclass, field

import pytest

from harness import build, qemu
from harness.paths import LONG

PANIC_EXIT = 2  # include/exo/panic.h: PANIC_EXIT_CODE
TICK = "clock_event_interrupt"  # called in every interrupt of the clock event


@dataclass(frozen=True)
class Fault:
    """A kind of the monitor's fault command and what must be reported."""

    vector: int
    name: str
    error: str = ""  # the error code in words
    lines: tuple[str, ...] = field(default=())  # patterns of further lines


UNMAPPED = r"^.*Address: ffffec0000000000, in the kernel half"

FAULTS = {
    "divide": Fault(0, "divide error"),
    "debug": Fault(1, "debug exception"),
    "breakpoint": Fault(3, "breakpoint"),
    "overflow": Fault(4, "overflow"),
    "bound": Fault(5, "bound range exceeded"),
    "invalid-opcode": Fault(6, "invalid opcode", lines=(
        "Instruction: ud2, a trap set by the compiler or the kernel",)),
    "undefined": Fault(6, "invalid opcode", lines=(
        "Instruction: ud1, undefined behaviour: shift out of bounds",)),
    "no-device": Fault(7, "device not available"),
    "double-fault": Fault(8, "double fault", "0x0000", lines=(
        "RSP is on no kernel stack", "RSP: ffffec0000001000")),
    "invalid-tss": Fault(10, "invalid TSS", "0x0070: GDT entry 14"),
    "not-present": Fault(11, "segment not present", "0x0070: GDT entry 14"),
    "stack-segment": Fault(12, "stack-segment fault", "0x0070: GDT entry 14"),
    "protection": Fault(13, "general protection fault", "0x0000: no selector"),
    "bad-selector": Fault(13, "general protection fault", "0xfff8: GDT entry 8191"),
    "bad-return": Fault(13, "general protection fault", "0xfff8: GDT entry 8191", lines=(
        r"RIP: trap_entry\+",)),
    "null": Fault(14, "page fault", "0x0000: kernel read, page not present", lines=(
        "Address: 0000000000000008, a null pointer", "CR2: 0000000000000008")),
    "page-read": Fault(14, "page fault", "0x0000: kernel read, page not present", lines=(
        UNMAPPED,)),
    "page-write": Fault(14, "page fault", "0x0002: kernel write, page not present", lines=(
        UNMAPPED,)),
    "page-fetch": Fault(14, "page fault", "0x00[01]0: kernel .*, page not present", lines=(
        UNMAPPED + ": a bad jump or call", "Code: RIP is not in the kernel's text")),
    "page-read-only": Fault(
        14, "page fault", "0x0003: kernel write, forbidden by the page's protection",
        lines=(UNMAPPED,)),
    "write-constant": Fault(
        14, "page fault", "0x0003: kernel write, forbidden by the page's protection",
        lines=(r"Address: ffffffff801[0-9a-f]{5}, in the kernel image$",)),
    "execute-data": Fault(
        14, "page fault", "0x0011: kernel instruction fetch, forbidden by the page's protection",
        lines=("Address: ffffffff80[0-9a-f]{6}, in the kernel image: a bad jump or call",
               "Code: RIP is not in the kernel's text")),
    "null-call": Fault(
        14, "page fault", "0x0010: kernel instruction fetch, page not present",
        lines=("Address: 0000000000000000, a null pointer: a bad jump or call",)),
    "hole": Fault(14, "page fault", "0x0000: kernel read, page not present", lines=(
        "Address: ffff8000ff000000, in the direct map",)),
    "stack-overflow": Fault(8, "double fault", "0x0000", lines=(
        r"Stack overflow: [0-9a-f]{16} was touched, \d+ bytes below the boot stack$",
        r"RIP: recurse(\.\w+)*\+", r"  recurse(\.\w+)*\+", r"\(more calls not shown\)")),
    # QEMU leaves the present bit clear beside the reserved one.
    "page-reserved": Fault(
        14, "page fault", "0x000[89]: kernel read, reserved bit set in a page table",
        lines=(UNMAPPED,)),
    "x87": Fault(16, "x87 floating-point error"),
}

RAISED_OTHERWISE = {
    2: "NMI, by inject-nmi: test_nmi_is_reported_and_survived",
    18: "machine check, by the human monitor: test_machine_check",
}

NOT_RAISED = {
    9: "reserved; no processor with long mode raises it",
    15: "reserved",
    17: "alignment checks exist in user mode only",
    19: "QEMU's TCG never raises SIMD exceptions (fault simd does on a processor)",
    20: "virtualization exceptions need a hypervisor that enables them",
    21: "control protection needs CET, which QEMU's TCG lacks",
    **{vector: "reserved, or AMD's for encrypted guests" for vector in range(22, 32)},
}

# Each with its own kind of entry or report; the rest only with gcc, or at length.
ALSO_WITH_CLANG = ("divide", "undefined", "double-fault", "page-write", "bad-return",
                   "execute-data", "stack-overflow")

CASES = [(cc, kind) for cc in build.COMPILERS for kind in FAULTS
         if cc == "gcc" or LONG or kind in ALSO_WITH_CLANG]


def test_every_exception_has_its_place():
    raised = {fault.vector for fault in FAULTS.values()}
    assert sorted([*raised, *RAISED_OTHERWISE, *NOT_RAISED]) == list(range(32))


@pytest.mark.parametrize("cc, kind", CASES)
def test_fault_is_reported(cc, kind):
    fault, kernel = FAULTS[kind], build.kernel(cc=cc)
    with qemu.boot(kernel.image, cmdline="panic=exit", cpu="max") as guest:
        guest.expect(qemu.PROMPT)
        guest.send(f"fault {kind}\n")
        assert guest.wait_exit().debug_exit == PANIC_EXIT
        report = guest.log
    error = f", error code {fault.error}" if fault.error else ""
    found = re.search(rf"Oops: {fault.name} \(vector {fault.vector}{error}\)$", report, re.M)
    assert found, f"no title for {fault}"
    for pattern in (*fault.lines, "CPU 0, kernel mode, Exo-OS", "CS: 0010", "RFLAGS: ",
                    f"Kernel panic: {fault.name}$"):
        assert re.search(pattern, report, re.M), f"no line with {pattern!r}"
    check_trace(kind, report)
    check_code(kernel, report)


def traced(report: str) -> list[str]:
    """The functions of the call trace, innermost first."""
    trace = report.split("Call trace:\n")[1]
    return re.findall(r"  (\w+)(?:\.\w+)*\+0x[0-9a-f]+/0x[0-9a-f]+ \[<[0-9a-f]{16}>\]", trace)


def check_trace(kind: str, report: str) -> None:
    """From the place of the fault down to the start of the kernel."""
    trace, names = report.split("Call trace:\n")[1], traced(report)
    interrupted = re.search(r"(\S+) \[<[0-9a-f]{16}>\] \(interrupted\)", trace)
    assert interrupted and f"RIP: {interrupted[1]} " in report
    if kind == "stack-overflow":  # as deep as the trace goes
        assert set(names) == {"recurse"}
        return
    wanted = ["kmon_execute", "kmon_run", "start_kernel", "boot_main"]
    if kind not in ("bad-return", "double-fault"):  # RSP leads to no return address
        wanted.insert(0, "cmd_fault")
    assert [name for name in names if name in wanted] == wanted
    assert report.count("Oops:") == 1


def check_code(kernel: build.Build, report: str) -> None:
    """The byte in <> is the image's byte at RIP."""
    marked = re.search(r"Code:.*<([0-9a-f]{2})>", report)
    if "Code: RIP is not" in report:
        assert marked is None
        return
    rip = int(re.search(r"RIP: \S+ \[<([0-9a-f]{16})>\]", report)[1], 16)
    assert int(marked[1], 16) == image_byte(kernel, rip)


def image_byte(kernel: build.Build, address: int) -> int:
    """A byte of the kernel's .text, from the program headers of its ELF file."""
    data = kernel.elf.read_bytes()
    number = lambda at, size: int.from_bytes(data[at:at + size], "little")
    table, count = number(0x20, 8), number(0x38, 2)
    for header in range(table, table + 56 * count, 56):
        offset, virtual, size = (number(header + at, 8) for at in (8, 16, 32))
        if virtual <= address < virtual + size:
            return data[offset + address - virtual]
    raise AssertionError(f"no segment holds {address:#x}")


def test_nmi_is_reported_and_survived():
    with qemu.boot(build.kernel().image) as guest:
        guest.expect(qemu.PROMPT)
        for _ in range(2):  # the second comes only if the first ended in IRET
            guest.inject_nmi()
            guest.expect("NMI without a known cause at RIP 0x[0-9a-f]+, continuing")
        assert "still here" in guest.command("echo still here")


@pytest.mark.parametrize("cpu", ["qemu64", "max"])
def test_machine_check(cpu):
    with qemu.boot(build.kernel().image, cmdline="panic=exit", cpu=cpu) as guest:
        guest.expect(qemu.PROMPT)
        # Bank 1: valid, uncorrected, enabled, address valid, context corrupt.
        guest.human("mce 0 1 0xb600000000000134 0x4 0x12345000 0")
        assert guest.wait_exit().debug_exit == PANIC_EXIT
        for line in (r"Oops: machine check \(vector 18\)$", "Machine check status: 4$",
                     "Bank 1: status b600000000000134, error 0134, uncorrected$",
                     "Bank 1: physical address 0000000012345000$",
                     "Call trace:", "Kernel panic: machine check$"):
            assert re.search(line, guest.log, re.M), line
        assert "Bank 0" not in guest.log


def test_unexpected_vector_is_reported_once():
    with qemu.boot(build.kernel().image) as guest:
        guest.expect(qemu.PROMPT)
        assert "unexpected vector 240" in guest.command("fault vector")
        assert "unexpected vector" not in guest.command("fault vector")


def in_thread(kind: str, cc: str = "gcc") -> str:
    """The report of a kind raised in a thread of its own."""
    with qemu.boot(build.kernel(cc=cc).image, cmdline="panic=exit", cpu="max") as guest:
        guest.expect(qemu.PROMPT)
        guest.send(f"fault -t {kind}\n")
        assert guest.wait_exit().debug_exit == PANIC_EXIT
        assert guest.log.count("Oops:") == 1
        return guest.log


@pytest.mark.parametrize("cc", build.COMPILERS)
def test_overflow_of_a_threads_stack_is_told_from_that_of_the_boot_stack(cc):
    report = in_thread("stack-overflow", cc)
    touched = re.search(r"^.*Stack overflow: ([0-9a-f]{16}) was touched, (\d+) bytes below the "
                        r"thread's stack$", report, re.M)
    assert touched and re.search(r"Oops: double fault \(vector 8, .*\)$", report, re.M)
    address, below = int(touched[1], 16), int(touched[2])
    assert (address + below) % 4096 == 0 and below <= 4096, "not in the guard page"
    assert re.search(rf"CR2: {address:016x}$", report, re.M)
    assert set(traced(report)) == {"recurse"}


def test_fault_in_a_thread_is_traced_to_the_threads_start():
    report = in_thread("page-write")
    left = re.search(r"On the thread's stack, (\d+) bytes left$", report, re.M)
    size = int(build.kernel().config["KSTACK_KB"]) * 1024
    assert left and size * 3 // 4 < int(left[1]) < size
    names = traced(report)
    assert names[0] == "raise_page_write" and names[-2:] == ["thread_begin", "thread_entry"]
    assert not {"cmd_fault", "start_kernel"} & set(names)


def test_fault_that_is_survived_lets_its_thread_end():
    with qemu.boot(build.kernel().image) as guest:
        guest.expect(qemu.PROMPT)
        assert "thread_entry" in guest.command("fault -t warning")
        assert guest.command("fault -t vector").count("unexpected vector 240") == 1
        assert "invalid argument" in guest.command("fault -t")
        # One that has ended may still be listed, until the idle thread frees it.
        assert not re.search(r"^ *\d+ [RS] .* fault$", guest.command("ps"), re.M)


def test_without_threads_a_fault_in_one_is_refused():
    with qemu.boot(build.kernel(symbols={"THREADS": "n"}).image) as guest:
        guest.expect(qemu.PROMPT)
        assert guest.command("fault -t page-write") == "fault: not built into this kernel"


# What ticks interrupt at the prompt, and while the monitor keeps the CPU.
INTERRUPTED = {"": ("idle_run", "thread_begin", "thread_entry"),
               "hang\n": ("cmd_hang", "kmon_execute", "kmon_run", "start_kernel", "boot_main")}


# The way of a tick by the 8259's line 0, and by the local APIC.
WAYS = {"noapic": "irq_dispatch", "nohz=off": "local_vector_dispatch"}


@pytest.mark.parametrize("typed", INTERRUPTED, ids=["idle thread", "boot stack"])
@pytest.mark.parametrize("word", WAYS)
def test_fault_in_an_interrupt_is_traced_into_what_it_interrupted(word, typed):
    kernel = build.kernel()
    with qemu.boot(kernel.image, cmdline=f"panic=exit nohz=off {word}", gdb=True) as guest:
        guest.gdb.cont()
        guest.expect(qemu.PROMPT)
        guest.wait_halted()
        guest.gdb.stop()
        if typed:
            guest.gdb.break_at(kernel.symbols["cmd_hang"])
            guest.gdb.cont()
            guest.send(typed)
            guest.gdb.wait_stop()
            guest.gdb.clear_break(kernel.symbols["cmd_hang"])
        guest.gdb.run_to(kernel.symbols[TICK])
        guest.gdb.set_register("rip", 0xffffec0000000000)
        guest.gdb.cont()
        guest.expect("Kernel panic: page fault")
    assert guest.log.split("Call trace:\n")[1].count("(interrupted)") == 2
    wanted = [WAYS[word], "trap_entry", *INTERRUPTED[typed]]
    assert [name for name in traced(guest.log) if name in wanted] == wanted


def crash_at(guest, kernel, names):
    """Jump into the void when each of the functions is called, one after the other."""
    guest.gdb.cont()
    guest.expect(qemu.PROMPT)
    guest.gdb.stop()
    for name in names:
        guest.gdb.run_to(kernel.symbols[name])
        guest.gdb.set_register("rip", 0xffffec0000000000)
    guest.gdb.cont()


def check_nested(report):
    assert report.count("Oops:") == 1
    assert report.count("Another fault while going down: vector 14 at 0xffffec0000000000") == 1


def test_faults_while_reporting_end_by_the_policy():
    kernel = build.kernel()
    with qemu.boot(kernel.image, cmdline="panic=exit nohz=off", gdb=True) as guest:
        crash_at(guest, kernel, (TICK, "backtrace_print_frame", "panic_stop"))
        assert guest.wait_exit().debug_exit == PANIC_EXIT
        check_nested(guest.log)


def test_a_fault_while_stopping_halts():
    kernel = build.kernel()
    with qemu.boot(kernel.image, cmdline="panic=exit nohz=off", gdb=True) as guest:
        crash_at(guest, kernel,
                 (TICK, "backtrace_print_frame", "panic_stop", "machine_exit"))
        guest.wait_halted(idle=False)
        check_nested(guest.log)


@pytest.mark.parametrize("cc", build.COMPILERS)
def test_policy_holds_when_nothing_can_be_printed(cc):
    with qemu.boot(build.kernel(cc=cc).image, cmdline="panic=exit") as guest:
        guest.expect(qemu.PROMPT)
        guest.send("fault lost-gs\n")
        assert guest.wait_exit().debug_exit == PANIC_EXIT


@pytest.mark.parametrize("cpu, code", [("qemu64", b"\x0f\x1f\x00"), ("max", b"\x0f\x01\xca")])
def test_entry_clears_ac_where_there_is_smap(cpu, code):
    """CLAC is patched in; the processor without SMAP keeps the no-op."""
    kernel = build.kernel()
    with qemu.boot(kernel.image, cpu=cpu) as guest:
        guest.expect(qemu.PROMPT)
        for name in ("trap_entry", "trap_entry_paranoid"):
            assert guest.memory(kernel.symbols[name] - 0xffffffff80000000, 3) == code
