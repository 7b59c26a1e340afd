#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
List the public functions of files, streams and sockets that no self-test tries
without memory: fault_inject_each(), or fault_inject_start() in a loop, has each of the
allocations below the function fail in turn.

Public is what a header of the layers fs, ipc and net in include/exo declares and a file
outside of lib/, mm/, arch/ and kernel/ defines. What was tried is measured: a kernel
with CONFIG_FAULT_COVERAGE runs all tests. Functions below which nothing allocates are
in failing_allocations.conf, each with its reason.

The exit status is 1 when one is missing, or an exception is needless.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from harness import build, qemu  # noqa: E402  (the path must be set first)

LAYERS = ("fs", "ipc", "net")
FOLDERS = ("fs", "ipc", "net", "drivers")
EXCEPTIONS = Path(__file__).with_suffix(".conf")
SYMBOLS = {"KTEST": "y", "FAULT_INJECTION": "y", "FAULT_COVERAGE": "y"}


def declared() -> set[str]:
    """Names that stand before a parenthesis in a header of the layers."""
    names: set[str] = set()
    for header in (ROOT / "include/exo").glob("*.h"):
        text = header.read_text()
        if re.search(rf"^ \* Layer: ({'|'.join(LAYERS)})\b", text, re.MULTILINE):
            names.update(re.findall(r"\b(\w+)\(", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)))
    return names


def defined(objtree: Path) -> set[str]:
    """Functions that others may call, of the objects below FOLDERS."""
    objects = [o for folder in FOLDERS for o in (objtree / folder).rglob("*.o")]
    listing = subprocess.run(["nm", "--defined-only", *objects], text=True, check=True,
                             capture_output=True).stdout
    return set(re.findall(r"^[0-9a-f]+ [TW] (\w+)$", listing, re.MULTILINE))


def tried(kernel: build.Build) -> set[str]:
    """Functions that ran while an allocation was to fail."""
    with qemu.boot(kernel.image, cmdline="ktest", machine="q35", icount=qemu.GUEST_TIME,
                   limit=2 * qemu.BOOT_LIMIT) as guest:
        if guest.wait_exit(2 * qemu.BOOT_LIMIT).debug_exit != 0:
            sys.exit("a self-test has failed")
        return set(re.findall(r"^# ran without memory: (\w+)", guest.log, re.MULTILINE))


def exceptions() -> dict[str, str]:
    """Function: why, from the lines "FUNCTION... # WHY"."""
    reasons = {}
    for line in EXCEPTIONS.read_text().splitlines():
        names, _, reason = line.partition("#")
        reasons.update({name: reason.strip() for name in names.split()})
    return reasons


def findings(public: set[str], reached: set[str], excepted: dict[str, str]) -> list[str]:
    """What is to be said, one line each."""
    found = [f"{name}: no test has its allocations fail" for name in public - reached
             if name not in excepted]
    found += [f"{name}: is tried, and {EXCEPTIONS.name} says that it need not be"
              for name in excepted if name in reached]
    found += [f"{name}: {EXCEPTIONS.name} names it, and there is no such function"
              for name in excepted if name not in public]
    found += [f"{name}: {EXCEPTIONS.name} does not say why" for name in excepted
              if not excepted[name]]
    return sorted(found)


def main() -> int:
    kernel = build.kernel(symbols=SYMBOLS)
    public = declared() & defined(kernel.dir)
    found = findings(public, tried(kernel), exceptions())
    print("\n".join([*found, f"{len(public)} public functions, {len(found)} findings"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
