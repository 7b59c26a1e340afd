# SPDX-License-Identifier: GPL-2.0-only
"""Ring 3 seen from outside: interrupted at any instruction, and on other processors."""

import re

import pytest

from harness import build, qemu

SUITES = ("fpu", "ring3", "syscall", "syscall_frame", "uaccess", "user_exception")


@pytest.fixture(name="kernel", scope="module")
def ktest_kernel():
    return build.kernel("debug_defconfig")


def totals(log):
    return re.findall(r"^# Totals: pass:(\d+) fail:(\d+) skip:(\d+) ", log, re.MULTILINE)


@pytest.mark.parametrize("suite", SUITES)
def test_processor_without_new_features_passes_too(kernel, suite):
    """No SMAP, FSGSBASE, XSAVE: other instructions do their work."""
    with qemu.boot(kernel.image, cmdline=f"ktest={suite}", cpu="qemu64",
                   icount=qemu.GUEST_TIME) as guest:
        assert guest.wait_exit(qemu.BOOT_LIMIT).debug_exit == 0
        (passed, failed, skipped), = totals(guest.log)
        assert int(passed) > 0 and (failed, skipped) == ("0", "0")


def test_nmis_at_any_instruction_do_no_harm(kernel):
    """Programs that do little but system calls and look at their registers after each."""
    with qemu.boot(kernel.image, cmdline="ktest=fpu") as guest:
        guest.expect(r"ok 1 program_begins")
        sent = 0
        while "# Totals" not in guest.log and sent < 3000:
            guest.inject_nmi()
            sent += 1
        assert guest.wait_exit(qemu.BOOT_LIMIT).debug_exit == 0
        assert totals(guest.log) == [("2", "0", "0")]
        assert guest.log.count("NMI without a known cause") > 20


def test_backtrace_ends_where_the_program_came_in(kernel):
    cmdline = "ktest=syscall_frame.backtrace*"
    with qemu.boot(kernel.image, cmdline=cmdline, icount=qemu.GUEST_TIME) as guest:
        assert guest.wait_exit(qemu.BOOT_LIMIT).debug_exit == 0
        trace = guest.log.split("Call trace:")[1].splitlines()
        assert "sys_exo_test+" in trace[1] and "syscall_with_frame+" in trace[2]
        assert "is not" not in trace[3] and "+0x" not in trace[3]
