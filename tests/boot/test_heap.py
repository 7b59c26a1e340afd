# SPDX-License-Identifier: GPL-2.0-only
"""Both heaps pass the same tests, and misuse is reported with who allocated and freed the block."""

import re

import pytest

from harness import build, qemu

HEAPS = ("HEAP_SLAB", "HEAP_LIST")
# What mm/heap_debug_test.c provokes, in its order; each number says how often.
MISUSE = [
    (2, r"double free: block of 40 bytes \(kmalloc\)"),
    (2, r"write past the end: block of 41 bytes \(kmalloc\)"),
    (1, r"write before the start: block of 40 bytes \(kmalloc\)"),
    (2, r"write after free: block of 40 bytes \(kmalloc\)"),
    (4, r"free of 0x[0-9a-f]+, which is no block"),
    (2, r"free to the wrong cache: block of 24 bytes \(ktest one\)"),
    (1, r"write past the end: block of 21 bytes \(ktest odd\)"),
    (1, r"double free: block of 40 bytes \(kmalloc\)"),
]


def run(kernel, cmdline, mem="128M"):
    """The code given to QEMU and the serial log."""
    with qemu.boot(kernel.image, cmdline=cmdline, mem=mem) as guest:
        return guest.wait_exit().debug_exit, guest.log


@pytest.fixture(name="debug", scope="module", params=build.COMPILERS)
def debug_kernel(request):
    return build.kernel("debug_defconfig", cc=request.param)


# test_ktest.py runs all of debug_defconfig, which has them, and whose heap is the slab.
@pytest.mark.parametrize("config, fragments, heap", [
    *(("x86_64_defconfig", ("ktest.config",), heap) for heap in HEAPS),
    ("debug_defconfig", (), "HEAP_LIST")])
def test_both_heaps_pass_the_same_tests(config, fragments, heap):
    kernel = build.kernel(config, fragments, {heap: "y"})
    code, log = run(kernel, "ktest=heap*")
    assert code == 0 and "not ok" not in log and "# SKIP" not in log
    assert "# Subtest: heap\n" in log.replace("\r", "")


def test_misuse_is_named_with_the_block_and_its_callers(debug):
    _, log = run(debug, "ktest=heap_debug")
    reports = re.findall(r"\] heap: ((?:double|write|free) [^\n]*)", log)
    expected = [text for count, text in MISUSE for _ in range(count)]
    for report, text in zip(reports, expected, strict=True):
        assert re.match(text, report), f"{report} is not {text}"
    assert re.search(r"heap: double free.*\n.*allocated by ktest_heap_debug_double_free\w+\+.*\n"
                     r".*freed by ktest_heap_debug_double_free\w+\+.*\n"
                     r".*seen in ktest_heap_debug_double_free\w+\+.*\n.*Call trace", log)


def test_forbidden_accesses_are_named_as_they_happen(debug):
    _, log = run(debug, "ktest=kasan")
    assert re.search(r"kasan: read of 1 bytes at 0xffff8\w+ in ktest_kasan_accesses_past_\w+\+.*\n"
                     r".*byte 44 of a block of 44 bytes \(kmalloc\), in use\n"
                     r".*allocated by ktest_kasan_accesses_past_\w+\+.*\n.*Call trace", log)
    assert re.search(r"kasan: read of 8 bytes .*accesses_after_free.*\n"
                     r".*byte 32 of a block of 44 bytes \(kmalloc\), freed\n"
                     r".*allocated by .*\n.*freed by ktest_kasan_accesses_after_free\w+\+", log)
    assert re.search(r"kasan: write of 45 bytes .*copies_that_reach_too_far", log)
    assert re.search(r"byte 21 of a block of 21 bytes \(ktest kasan\)", log)


def test_nothing_is_reported_without_misuse(debug):
    with qemu.boot(debug.image) as guest:
        guest.expect(qemu.PROMPT)
        assert "0 blocks damaged, 0 reports since boot" in guest.command("leaks")
        assert "kasan:" not in guest.log


def test_leaks_are_listed_by_caller_when_the_machine_stops(debug):
    _, log = run(debug, "ktest=heap_debug.live*")
    assert re.search(r"heap: +1 blocks +40 bytes  ktest_heap_debug_live_blocks\w+\+", log)
    assert log.rstrip().rpartition("# Totals")[2].count("blocks in use") == 1


def test_command_line_makes_the_allocations_of_a_function_fail(debug):
    victim = "ktest_heap_powers_of_two_up_to_a_page_are_aligned_to_themselves"
    code, log = run(debug, f"fail_alloc=1+@{victim} ktest=heap")
    assert code == 1
    assert re.findall(r"not ok \d+ (\w+)", log) == [victim.removeprefix("ktest_heap_"), "heap"]


def test_list_heap_takes_a_quarter_of_a_small_machine():
    kernel = build.kernel(fragments=["ktest.config"], symbols={"HEAP_LIST": "y"})
    code, log = run(kernel, "ktest=heap", mem="16M")
    assert code == 0
    found = re.search(r"heap: (\d+) KB of the 10240 KB configured: memory is short", log)
    assert found and int(found[1]) <= 4096
