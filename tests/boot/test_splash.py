# SPDX-License-Identifier: GPL-2.0-only
"""The splash tells what this boot found, and nothing else."""

import re

from harness import build, qemu


def lines_of(guest):
    guest.expect(qemu.PROMPT)
    found = re.findall(r"^  (processor|memory|booted by|consoles|tick|built) +(.*)$",
                       guest.log, re.MULTILINE)
    return dict(found)


def test_the_facts_are_those_of_the_machine():
    kernel = build.kernel()
    cpu = "qemu64,model-id=Crusher 9000,+smap,-hypervisor"
    with qemu.boot(kernel.image, cpu=cpu, mem="77M") as guest:
        facts = lines_of(guest)
        assert "  Exo-OS 0.6.0 Linux Crusher\n" in guest.log
    assert facts["processor"] == "Crusher 9000: nx, smap"
    assert facts["memory"] == "76 MB usable"
    assert facts["booted by"] == "pvh"
    assert facts["consoles"] == "ttyS0 tty0"
    assert facts["tick"] == "100 Hz by lapic"
    assert re.fullmatch(r"0\.6\.0\S* with gcc [\d.]+", facts["built"])


def test_a_console_that_is_not_used_is_not_listed():
    with qemu.boot(build.kernel().image, cmdline="console=ttyS0") as guest:
        assert lines_of(guest)["consoles"] == "ttyS0"


def test_the_boot_loader_is_named():
    with qemu.boot(iso=build.kernel().iso) as guest:
        assert re.fullmatch(r"multiboot2, GRUB \d\S*.*", lines_of(guest)["booted by"])


def test_without_it_only_the_prompt_comes():
    kernel = build.kernel(symbols={"SPLASH": "n"})
    with qemu.boot(kernel.image, cmdline="quiet") as guest:
        assert not lines_of(guest)
        assert "###" not in guest.log


def test_nosplash_leaves_it_out():
    with qemu.boot(build.kernel().image, cmdline="quiet nosplash") as guest:
        assert not lines_of(guest)
        assert "###" not in guest.log
