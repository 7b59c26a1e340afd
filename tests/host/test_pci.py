# SPDX-License-Identifier: GPL-2.0-only
"""PCI before machines that the tests make up: absurd, random, and vanishing."""

import re

import pytest

from harness.paths import SRCTREE
from host_build import build_program, run_program

PCI = "drivers/pci/"
HOST = "tests/host/pci/"
FLAGS = ("-DCONFIG_PCI=1", "-DCONFIG_PCI_MMCONFIG=1", "-DCONFIG_HEAP=1",
         "-DCONFIG_FAULT_INJECTION=1")
BASE = ["mm/fault_inject.c", "kernel/cpu.c", "kernel/boot_option.c"]
MODEL = [f"{HOST}kernel_model.c", "tests/host/boot/mutation.c"]

# All but the ways to configuration space, on the machine that test_machine.h makes.
ENUMERATION = [f"{PCI}{name}.c" for name in (
    "scan", "resources", "capability", "config", "test_machine",
    "scan_test", "resources_test", "capability_test", "config_test")]
ENUMERATION += [f"{HOST}{name}.c" for name in ("no_ways", "scan_random_test", "scan_log_test")]

# A program each: a way, and a model of what is behind it.
WAYS = {
    "config_port": [f"{PCI}config_port.c", f"{HOST}config_port_test.c"],
    "config_ecam": [f"{PCI}config_ecam.c", f"{PCI}mcfg.c", "kernel/boot_memory.c",
                    f"{HOST}config_ecam_test.c"],
}


def build(name: str, sources: list[str]):
    return build_program(f"pci_{name}", kernel=[*sources, *BASE], host=MODEL, flags=FLAGS)


def test_enumeration():
    done = run_program(build("enumeration", ENUMERATION))
    report = done.stdout + done.stderr
    assert done.returncode == 0 and not done.stderr, report
    totals = re.search(r"^# Totals: pass:(\d+) fail:0 skip:0", done.stdout, re.MULTILINE)
    assert totals and int(totals[1]) >= 35, report


def all_tests() -> list[tuple[str, str]]:
    found = []
    for name in WAYS:
        text = (SRCTREE / HOST / f"{name}_test.c").read_text()
        found += [(name, f"{suite}.{test}")
                  for suite, test in re.findall(r"^KTEST\((\w+), (\w+)\)", text, re.MULTILINE)]
    return found


@pytest.mark.parametrize("way, test", all_tests())
def test_way(way, test):
    done = run_program(build(way, WAYS[way]), test)
    report = done.stdout + done.stderr
    assert done.returncode == 0 and "pass:1 fail:0 skip:0" in done.stdout, report
