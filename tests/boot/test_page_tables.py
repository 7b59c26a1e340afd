# SPDX-License-Identifier: GPL-2.0-only
"""The kernel's own map, read from the live page tables, on several machines."""

import re

import pytest

from harness import build, qemu

MACHINES = [(machine, cpu, mem) for machine in ("pc", "q35")
            for cpu in ("qemu64", "max") for mem in ("64M", "8G")]
SPAN = re.compile(r"^([0-9a-f]{16})-([0-9a-f]{16}) +\d+ KB by +(\d+) KB  (r[w-][x-][u-])( \S+)?$",
                  re.MULTILINE)
DIRECT_MAP, DIRECT_MAP_END = 0xffff800000000000, 0xffffc00000000000
GB = 1 << 30


@pytest.mark.parametrize("machine, cpu, mem", MACHINES)
def test_map(machine, cpu, mem):
    kernel = build.kernel()
    with qemu.boot(kernel.image, machine=machine, cpu=cpu, mem=mem) as guest:
        guest.expect(qemu.PROMPT)
        said = guest.command("pages")
        # QEMU's own walk of the same tables, as a witness.
        witness = guest.human("info mem")
    spans = [(int(start, 16), int(last, 16) + 1, int(size) << 10, prot)
             for start, last, size, prot, _ in SPAN.findall(said)]
    assert len(spans) == len(said.splitlines()) - 1
    assert not [span for span in spans if "wx" in span[3] or "u" in span[3]]
    executable = [(start, end) for start, end, _, prot in spans if "x" in prot]
    symbols = kernel.symbols
    assert executable == [(symbols["__text_start"], symbols["__rodata_start"])]
    check_direct_map([s for s in spans if DIRECT_MAP <= s[0] < DIRECT_MAP_END], cpu, mem)
    assert mapped_by_qemu(witness) == sum(end - start for start, end, _, _ in spans)


def check_direct_map(spans, cpu, mem):
    """RAM by the largest pages, above 4 GB too; the hole below 4 GB is one."""
    size = int(mem[:-1]) << (30 if mem.endswith("G") else 20)
    shown = sum(end - start for start, end, _, _ in spans)
    assert size - (2 << 20) <= shown <= size + (1 << 20)
    sizes = {page for _, _, page, _ in spans}
    assert (2 << 20) in sizes
    assert (GB in sizes) == (cpu == "max" and size >= 2 * GB)
    apic = DIRECT_MAP + 0xfee00000
    assert not [s for s in spans if s[0] <= apic < s[1]]


def mapped_by_qemu(text):
    """`info mem` joins pages of one protection: start-end length protection."""
    return sum(int(length, 16) for length in re.findall(r"^[0-9a-f]+-[0-9a-f]+ ([0-9a-f]+) ",
                                                        text, re.MULTILINE))


def test_pages_of_16_megabytes():
    """Little of the RAM goes into tables, and the tests of the map pass."""
    kernel = build.kernel("debug_defconfig")
    with qemu.boot(kernel.image, cmdline="ktest=kernel_map", mem="16M") as guest:
        assert guest.wait_exit().debug_exit == 0
        assert re.search(r"^# Totals: pass:\d+ fail:0 ", guest.log, re.MULTILINE)


@pytest.mark.parametrize("cpu", ["qemu64,-nx", "qemu64,-pge,-pat", "max,-smap,-smep,-umip"])
def test_processors_that_lack_a_feature(cpu):
    kernel = build.kernel("debug_defconfig")
    with qemu.boot(kernel.image, cmdline="ktest=kernel_map", cpu=cpu) as guest:
        assert guest.wait_exit().debug_exit == 0
        assert re.search(r"^# Totals: pass:\d+ fail:0 ", guest.log, re.MULTILINE)


def test_guards_are_on_where_the_processor_has_them():
    """WP, UMIP, PGE, SMEP, SMAP and EFER.NXE, by QEMU's register dump."""
    with qemu.boot(build.kernel().image, cpu="max") as guest:
        guest.expect(qemu.PROMPT)
        registers = dict(re.findall(r"\b(CR0|CR4|EFER)=([0-9a-f]+)", guest.human("info registers")))
    assert int(registers["CR0"], 16) & 1 << 16
    cr4 = int(registers["CR4"], 16)
    assert [bit for bit in (7, 11, 20, 21) if not cr4 & 1 << bit] == []
    assert int(registers["EFER"], 16) & 1 << 11
