# SPDX-License-Identifier: GPL-2.0-only
"""What becomes of a kernel that boots: alive, or what is wrong with it."""

import re
import time
from pathlib import Path

from harness import alive, qemu
from harness.build import read_config

LOOK_EVERY = 0.1  # seconds
PANICS = re.compile(r"panic(?!=)", re.IGNORECASE)  # not the option


def boot(objects: Path, image: dict[str, Path]) -> tuple[str, str]:
    """
    Boot a kernel until it is idle, at its prompt if it has one on the serial
    line. Returns what went wrong, nothing if nothing did, and the serial log.
    """
    config = read_config(objects / ".config")
    prompts = alive.prompts_on_serial(config)
    with qemu.boot(**image, cmdline="panic=exit", **alive.serial_options(config)) as guest:
        complaint = _watch(guest, prompts)
        if not complaint and PANICS.search(guest.log):
            complaint = "it panicked and went on"
        return complaint, guest.log


def _watch(guest: qemu.Guest, prompts: bool) -> str:
    deadline = time.monotonic() + 2 * qemu.EXPECT_LIMIT
    before = None
    while time.monotonic() < deadline:
        try:
            state = guest.cpu_state()
            guest.assert_no_reset()
        except (qemu.QmpError, qemu.ExpectError):
            return f"the machine ended, {_end(guest)}"
        now = (state.rip, state.halted, state.interrupts_on, len(guest.log))
        if state.halted and now == before:
            if not state.interrupts_on:
                return "it stopped: halted with interrupts off"
            if not prompts or re.search(qemu.PROMPT, guest.log, re.MULTILINE):
                return ""
        before = now
        time.sleep(LOOK_EVERY)
    return "it came to no prompt" if prompts else "it did not become idle"


def _end(guest: qemu.Guest) -> str:
    try:
        return f"QEMU's status {guest.wait_exit().status}"
    except qemu.ExpectError:
        return "by a reset"
