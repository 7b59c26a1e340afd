#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Does KVM bring a kernel to its prompt on this machine? Exit status 0 if so.

    scripts/kvm_works.py QEMU KERNEL

A /dev/kvm that can be opened may still run a guest a thousand times slower than
it should, or stop it at an instruction it does not know. So the kernel is
started: where KVM works the prompt is there at once. A kernel without a prompt
on the serial line is taken for one that KVM does not run.
"""

import subprocess
import sys
import threading

SECONDS = 3.0
PROMPT = b"exo> "


def reaches_prompt(command: list[str]) -> bool:
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL) as guest:
        timer = threading.Timer(SECONDS, guest.kill)
        timer.start()
        said = b""
        while PROMPT not in said and (byte := guest.stdout.read(1)):
            said += byte
        timer.cancel()
        guest.kill()
    return PROMPT in said


def main(qemu: str, kernel: str) -> int:
    return 0 if reaches_prompt([qemu, "-accel", "kvm", "-kernel", kernel, "-display", "none",
                                "-serial", "stdio", "-no-reboot"]) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
