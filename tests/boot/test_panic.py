# SPDX-License-Identifier: GPL-2.0-only
"""What the kernel does after a panic, by option and by configuration."""

import re
import subprocess
import time

import pytest

from harness import build, qemu

PANIC_EXIT = 2  # include/exo/panic.h: PANIC_EXIT_CODE

# One kernel with the symbols of this subject away from their defaults.
OTHER = {"PANIC_DEFAULT_REBOOT": "y", "STACKPROTECTOR": "n", "QEMU_EXIT": "n",
         "IST_STACK_KB": "4"}


def panicked(kernel: build.Build, cmdline: str = "") -> qemu.Guest:
    guest = qemu.boot(kernel.image, cmdline=cmdline)
    guest.expect(qemu.PROMPT)
    guest.send("panic because\n")
    guest.expect(r"Kernel panic: because\n(?:.*\n)*?.*Call trace:\n(?:.*\n)*?.*cmd_panic\+")
    return guest


@pytest.mark.parametrize("cmdline", ["", "panic=halt"])
def test_halt(cmdline):
    with panicked(build.kernel(), cmdline) as guest:
        guest.expect("System halted")
        guest.wait_halted(idle=False)
        guest.assert_no_reset()


def test_exit():
    with panicked(build.kernel(), "panic=exit") as guest:
        assert guest.wait_exit().debug_exit == PANIC_EXIT


def test_exit_halts_without_the_device():
    with qemu.boot(build.kernel().image, cmdline="panic=exit", debug_exit=False) as guest:
        guest.expect(qemu.PROMPT)
        guest.send("panic\n")
        guest.expect("No QEMU to leave; halted")
        guest.wait_halted(idle=False)


def test_reboot():
    with panicked(build.kernel(), "panic=reboot") as guest:
        guest.expect("Rebooting$")
        assert guest.wait_exit().status == 0  # -no-reboot: a reset ends QEMU
        assert "SHUTDOWN" in guest.qmp.event_names()


@pytest.mark.parametrize("machine", ["pc", "q35"])
def test_reboot_works_on(machine):
    with qemu.boot(build.kernel().image, cmdline="panic=reboot", machine=machine) as guest:
        guest.expect(qemu.PROMPT)
        guest.send("panic\n")
        assert guest.wait_exit().status == 0
        assert "Rebooting" in guest.log


def test_seconds_pass_before_the_reboot():
    with panicked(build.kernel(), "panic=2") as guest:
        guest.expect("Rebooting in 2 seconds")
        start = time.monotonic()
        assert guest.wait_exit().status == 0
        # The line may have been read late, so the wait seen here may be shorter.
        assert time.monotonic() - start > 1.5


@pytest.mark.parametrize("value", ["", "never", "-1", "99999999999"])
def test_nonsense_is_refused(value):
    with qemu.boot(build.kernel().image, cmdline=f"panic={value}") as guest:
        guest.expect(rf'bad value in "panic={value}"')
        guest.expect(qemu.PROMPT)


def test_assertion_names_the_condition_and_the_place():
    with qemu.boot(build.kernel().image, cmdline="panic=exit") as guest:
        guest.expect(qemu.PROMPT)
        guest.send("fault assert\n")
        guest.expect(r"Kernel panic: assertion failed: one == 2 at "
                     r"kernel/kmon/commands/fault\.c:\d+")
        assert guest.wait_exit().debug_exit == PANIC_EXIT


def test_warning_is_reported_once_and_survived():
    with qemu.boot(build.kernel().image) as guest:
        guest.expect(qemu.PROMPT)
        first, second = guest.command("fault warning"), guest.command("fault warning")
    assert re.search(r"Warning: one == 1 at kernel/kmon/commands/fault\.c:\d+", first)
    assert re.search(r"Call trace:\n(.*\n)*.*raise_warning(.*\n)*.*start_kernel", first)
    assert "Warning" not in second


@pytest.mark.parametrize("cc", build.COMPILERS)
def test_smashed_stack_names_the_function(cc):
    with qemu.boot(build.kernel(cc=cc).image, cmdline="panic=exit") as guest:
        guest.expect(qemu.PROMPT)
        guest.send("fault stack-smash\n")
        guest.expect(r"Kernel panic: stack smashed in raise_stack_smash\+")
        guest.expect(r"\(return address 0x5a5a5a5a5a5a5a5a is not code\)")
        assert guest.wait_exit().debug_exit == PANIC_EXIT


def test_configured_policy_is_the_default():
    with panicked(build.kernel(symbols=OTHER)) as guest:
        guest.expect("Rebooting$")
        assert guest.wait_exit().status == 0


def test_option_overrides_the_configured_policy():
    with panicked(build.kernel(symbols=OTHER), "panic=halt") as guest:
        guest.wait_halted(idle=False)


def test_without_qemu_exit_the_port_is_left_alone():
    with panicked(build.kernel(symbols=OTHER), "panic=exit") as guest:
        guest.expect("halted")
        guest.wait_halted(idle=False)


def test_without_stack_protector_the_return_goes_astray():
    with qemu.boot(build.kernel(symbols=OTHER).image, cmdline="panic=halt") as guest:
        guest.expect(qemu.PROMPT)
        guest.send("fault stack-smash\n")
        guest.expect("Oops: general protection fault")
        assert "stack smashed" not in guest.log


def interrupt_stacks(kernel: build.Build, guest: qemu.Guest) -> list[tuple[int, int]]:
    """Start and end of what the page tables show of the interrupt stacks."""
    listing = subprocess.run(["nm", "-S", kernel.elf], capture_output=True, text=True, check=True)
    found = re.search(r"^(\S+) (\S+) \w boot_ist$", listing.stdout, re.M)
    start = int(found[1], 16)
    end = start + int(found[2], 16)
    spans = re.findall(r"^([0-9a-f]{16})-([0-9a-f]{16}) .* rw--$", guest.command("pages"), re.M)
    mapped = [(int(first, 16), int(last, 16) + 1) for first, last in spans]
    return [(max(a, start), min(b, end)) for a, b in mapped if a < end and b > start]


@pytest.mark.parametrize("symbols, kilobytes", [({}, 8), (OTHER, 4)])
def test_interrupt_stacks_have_the_configured_size(symbols, kilobytes):
    """Each above a page that is not mapped."""
    kernel = build.kernel(symbols=symbols)
    with qemu.boot(kernel.image) as guest:
        guest.expect(qemu.PROMPT)
        stacks = interrupt_stacks(kernel, guest)
    assert [end - start for start, end in stacks] == 4 * [kilobytes * 1024]
    assert stacks[0][0] == kernel.symbols["boot_ist"] + 4096
    assert all(below[1] + 4096 == above[0] for below, above in zip(stacks, stacks[1:]))


@pytest.mark.parametrize("cc", build.COMPILERS)
def test_smallest_interrupt_stack_holds_a_report(cc):
    """The first of the four is the double fault's; its untouched bytes are still zero."""
    kernel = build.kernel(symbols=OTHER, cc=cc)
    with qemu.boot(kernel.image, cmdline="panic=halt") as guest:
        guest.expect(qemu.PROMPT)
        start, end = interrupt_stacks(kernel, guest)[0]
        guest.send("fault double-fault\n")
        guest.expect("System halted")
        stack = guest.memory(start - 0xffffffff80000000, end - start)
    untouched = len(stack) - len(stack.lstrip(b"\0"))
    assert 512 < untouched < 4096, f"{4096 - untouched} bytes used"
