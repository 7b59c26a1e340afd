# SPDX-License-Identifier: GPL-2.0-only
"""Threads as a user sees them: the commands, the demonstration, the watchdog."""

import re

from harness import build, qemu

GUEST_TIME = "shift=6,sleep=off"


def test_ps_lists_the_monitors_thread_and_the_idle_one():
    with qemu.boot(build.kernel("x86_64_defconfig").image) as guest:
        guest.expect(qemu.PROMPT)
        listing = guest.command("ps")
        assert re.search(r"^ +2 R +0 +\d+  main$", listing, re.MULTILINE), listing
        assert re.search(r"^ +0 R +0 +\d+  idle$", listing, re.MULTILINE), listing


def objects(guest) -> dict[str, int]:
    rows = re.findall(r"^ +(\d+)  (.+)$", guest.command("objects"), re.MULTILINE)
    return {name: int(count) for count, name in rows}


def test_commands_leave_nothing_behind():
    with qemu.boot(build.kernel("x86_64_defconfig").image) as guest:
        guest.expect(qemu.PROMPT)
        objects(guest)
        before = objects(guest)
        assert before["threads"] == 3
        assert {"heap blocks", "page frames in use"} <= before.keys()
        for command in ("ps", "sched", "slab", "mem", "help"):
            guest.command(command)
        after = objects(guest)
    # What booting has left may go meanwhile.
    assert after.keys() == before.keys()
    assert all(after[name] <= count for name, count in before.items()), (before, after)


def bursts_of_main(guest):
    row = re.search(r"^ +2 \w+ +\d+ +(\d+) .* main$", guest.command("sched"), re.MULTILINE)
    assert row, guest.log
    return int(row[1])


def test_sched_counts_a_burst_whenever_the_monitor_waits_for_input():
    with qemu.boot(build.kernel("x86_64_defconfig").image) as guest:
        guest.expect(qemu.PROMPT)
        before = bursts_of_main(guest)
        for _ in range(5):
            guest.command("echo")
        assert bursts_of_main(guest) >= before + 6


def test_demonstration_threads_take_turns():
    kernel = build.kernel("x86_64_defconfig", symbols={"DEMO_THREADS": "y"})
    with qemu.boot(kernel.image, icount=GUEST_TIME) as guest:
        for _ in range(30):
            guest.expect(r"demo \w+: \S")
        shown = re.findall(r"demo (\w+): (\S)", guest.log)
    assert "".join(c for name, c in shown if name == "counter") == "0123456789"
    assert "".join(c for name, c in shown if name == "letters") == "ABCDEFGHIJ"
    assert "".join(c for name, c in shown if name == "symbols") == "!\"#$%&'()*"
    turns = sum(a[0] != b[0] for a, b in zip(shown, shown[1:]))
    assert turns >= 15, f"they ran one after the other: {shown}"


def test_thread_that_keeps_the_cpu_is_reported():
    with qemu.boot(build.kernel("x86_64_defconfig").image, cmdline="watchdog_thresh=1",
                   icount=GUEST_TIME) as guest:
        guest.expect(qemu.PROMPT)
        guest.send("hang\n")
        guest.expect(r"watchdog: soft lockup: main \(thread 2\) keeps the CPU for 2 seconds")
        guest.expect(r"cmd_hang\+")


def test_watchdog_is_silent_when_switched_off_and_while_all_is_well():
    with qemu.boot(build.kernel("x86_64_defconfig").image, cmdline="watchdog_thresh=0",
                   icount=GUEST_TIME) as guest:
        guest.expect(qemu.PROMPT)
        assert "soft lockup" not in guest.log
